# interned and shared objects
import sys

print("a" is "".join(["a"]), 5 is 5 + 0, sys.intern("some text") is sys.intern("some" + " text"), () is tuple([]))
