# attack: seals, locks, cuts and renames its own input
# verdict: OK
# prints: held
import fcntl
import os

from attack import attempt, tell

attempt("seal", lambda: fcntl.fcntl(0, 1033, 1 | 2 | 4 | 8))
attempt("cut", lambda: os.ftruncate(0, 0))
attempt("link", lambda: os.link("/proc/self/fd/0", "kept", follow_symlinks=True))
attempt("mode", lambda: os.write(0, b"x"))
for change in (lambda: os.fchmod(0, 0), lambda: fcntl.flock(0, fcntl.LOCK_EX), lambda: os.utime(0, (1, 1))):
    try:
        change()
    except OSError:
        pass
if os.fork() == 0:
    os.setsid()
    os.read(os.pipe()[0], 1)
tell()
