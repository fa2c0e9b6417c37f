# attack: clocks and the number of the next process
# verdict: OK
# prints: held
import ctypes
import time

from attack import attempt, call, tell


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


attempt("clock", lambda: time.clock_settime(time.CLOCK_REALTIME, 0))
attempt("adjtimex", lambda: call("adjtimex", ctypes.byref((ctypes.c_uint * 64)(1))))
attempt("settimeofday", lambda: call("settimeofday", (ctypes.c_long * 2)(0, 0), None))
attempt("next process", lambda: write("/proc/sys/kernel/ns_last_pid", "30000"))
attempt("next key", lambda: write("/proc/sys/kernel/shm_next_id", "77"))
attempt("offsets", lambda: write("/proc/self/timens_offsets", "monotonic 1 0"))
attempt("user map", lambda: write("/proc/self/uid_map", "0 0 1"))
attempt("groups", lambda: write("/proc/self/setgroups", "allow"))
attempt("login", lambda: write("/proc/1/loginuid", "0"))
tell()
