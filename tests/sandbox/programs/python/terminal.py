# attack: input typed into the terminal that is not there; terminals of its own left open
# verdict: OK
# prints: held
import fcntl
import os
import termios

from attack import attempt, tell

for number in range(3):
    attempt(f"TIOCSTI {number}", lambda: fcntl.ioctl(number, termios.TIOCSTI, b"x"))
    attempt(f"TIOCSCTTY {number}", lambda: fcntl.ioctl(number, termios.TIOCSCTTY, 1))
    attempt(f"TIOCLINUX {number}", lambda: fcntl.ioctl(number, 0x541C, b"\2"))
attempt("tty", lambda: open("/dev/tty", "wb").close())
attempt("console", lambda: open("/dev/console", "wb").close())
try:
    keep = os.openpty()
except OSError:
    pass
tell()
