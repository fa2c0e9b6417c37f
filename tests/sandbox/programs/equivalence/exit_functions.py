# functions at exit: their order, errors in them
import atexit
import sys


def fail():
    raise ValueError("at exit")


atexit.register(print, "first registered")
atexit.register(fail)
atexit.register(lambda: print("last registered", sys.is_finalizing()))
print(atexit._ncallbacks())
