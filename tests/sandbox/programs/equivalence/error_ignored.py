# an unraisable error, and the last error's remains
import sys

try:
    1 / 0
except ZeroDivisionError:
    pass
print(hasattr(sys, "last_exc"), sys.exc_info())
sys.unraisablehook = lambda unraisable: print("unraisable", unraisable.exc_value)


class Thing:
    def __del__(self):
        raise ValueError("in __del__")


Thing()
