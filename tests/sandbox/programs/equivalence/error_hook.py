# an excepthook of one's own
import sys


def hook(kind, error, trace):
    print("hook", kind, error, trace.tb_lineno, trace.tb_frame.f_back, trace.tb_next)


sys.excepthook = hook
raise ValueError("caught by the hook")
