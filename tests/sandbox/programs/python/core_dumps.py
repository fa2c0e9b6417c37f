# attack: core dumps, and a handler of them outside
# verdict: OK
# prints: held
import ctypes
import os
import resource
import signal

from attack import attempt, tell

attempt("limit", lambda: resource.setrlimit(resource.RLIMIT_CORE, (1 << 30, 1 << 30)))
attempt("pattern", lambda: open("/proc/sys/kernel/core_pattern", "w").close())
attempt("filter of the runner", lambda: open("/proc/1/coredump_filter", "w").close())
ctypes.CDLL(None).prctl(4, 1)
for number in (signal.SIGABRT, signal.SIGSEGV, signal.SIGQUIT, signal.SIGBUS, signal.SIGSYS, signal.SIGTRAP):
    if os.fork() == 0:
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    _, status = os.wait()
    attempt(f"core of {number}", lambda: (os.WCOREDUMP(status) and os.listdir(".")) or False)
tell()
