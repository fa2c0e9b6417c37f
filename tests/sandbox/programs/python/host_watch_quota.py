# attack: watches of files, of which a user of the machine has so many
# verdict: OK
# prints: held
import ctypes

from attack import attempt, call, syscall, tell

libc = ctypes.CDLL(None, use_errno=True)
for _ in range(200):
    attempt("inotify_init", lambda: call("inotify_init"))
    attempt("inotify_init1", lambda: call("inotify_init1", 0o2000000))
    attempt("fanotify_init", lambda: call("fanotify_init", 0, 0))
    attempt("fanotify_init for names", lambda: call("fanotify_init", 0x200 | 0x400, 0))
attempt("the old number", lambda: syscall(253))
tell()
