# attack: leaves links, fifos, sockets, and links to what is not its own
# verdict: OK
# prints: held
# ordinary user: its own source may be linked; the runner writes the source anew
import os
import socket

from attack import attempt, tell

for target in ("/", "/box/source", "/box/source/main.py", "/proc/1/root", "/dev/zero", ".", "loop", "x" * 4000):
    os.symlink(target, f"link{len(os.listdir('.'))}")
os.symlink("loop", "loop")
os.mkfifo("fifo")
keep = socket.socket(socket.AF_UNIX)
keep.bind("socket")
attempt("hard link to the source", lambda: os.link("/box/source/main.py", "source"))
attempt("hard link to a system file", lambda: os.link("/etc/passwd", "passwd"))
for kind in (0o060000, 0o020000):
    attempt("mknod", lambda: os.mknod(f"device{kind}", 0o666 | kind, os.makedev(1, 3)))
tell()
