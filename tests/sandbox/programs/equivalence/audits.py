# events that an audit hook sees
import sys

sys.addaudithook(lambda event, arguments: print(event) if event != "object.__getattr__" else None)
import bisect

compile("1", "x", "eval")
open(__file__).close()
