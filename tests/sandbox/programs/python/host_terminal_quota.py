# attack: terminals of its own, of which the whole machine has so many
# verdict: OK
# prints: held
import os

from attack import attempt, tell

for name in ("/dev/ptmx", "/dev/pts/ptmx"):
    for flags in (os.O_RDWR, os.O_RDONLY, os.O_WRONLY | os.O_NOCTTY):
        attempt(f"{name} {flags}", lambda: os.open(name, flags))
attempt("chmod", lambda: (os.chmod("/dev/pts/ptmx", 0o666), os.open("/dev/pts/ptmx", os.O_RDWR))[1])
attempt("openpty", os.openpty)
attempt("posix_openpt", lambda: os.posix_openpt(os.O_RDWR) if hasattr(os, "posix_openpt") else False)
attempt("others' terminals", lambda: [name for name in os.listdir("/dev/pts") if name.isdigit()] or False)
tell()
