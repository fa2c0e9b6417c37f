# attack: locks on every second byte of a file, and on files of the toolchain
# verdict: OK MLE RTE TLE
# On a busy machine the time may be up first.
import fcntl
import os
import sys

with open("file", "w+b") as file:
    try:
        for number in range(3_000, 0, -1):
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number * 2)
    except OSError:
        pass
for path in (sys.executable, "/usr/bin/env"):
    with open(path, "rb") as tool:
        fcntl.flock(tool, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fork() == 0:
            os.setsid()
            os.read(os.pipe()[0], 1)
print("held")
