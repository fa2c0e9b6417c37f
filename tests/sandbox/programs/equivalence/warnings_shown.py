# warnings: which are shown, and where they are from
import sys
import warnings

print(warnings.filters, sys.warnoptions)
warnings.warn("deprecated", DeprecationWarning)
warnings.warn("for users", stacklevel=2)
warnings.warn("pending", PendingDeprecationWarning)
print("1" is 1)
