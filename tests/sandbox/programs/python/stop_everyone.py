# attack: SIGSTOP to everyone, to the parent, to the process group, and to itself
# verdict: TLE
import os
import signal

for process in (-1, 1, os.getppid(), 0):
    try:
        os.kill(process, signal.SIGSTOP)
    except OSError:
        pass
os.kill(os.getpid(), signal.SIGSTOP)
