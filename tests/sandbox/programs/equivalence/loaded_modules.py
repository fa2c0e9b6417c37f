# which modules are there before any is asked for
import sys

print(list(sys.modules))
