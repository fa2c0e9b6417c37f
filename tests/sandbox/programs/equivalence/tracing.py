# what a tracer sees
import sys

seen = []


def trace(frame, event, argument):
    seen.append((event, frame.f_code.co_name, frame.f_lineno))
    return trace


def work():
    return 1


sys.settrace(trace)
work()
sys.settrace(None)
print(seen)
