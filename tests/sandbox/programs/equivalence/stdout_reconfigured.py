# other settings
import sys

sys.stdout.reconfigure(encoding="latin-1", errors="replace", line_buffering=True)
print("\xe4 \u20ac")
