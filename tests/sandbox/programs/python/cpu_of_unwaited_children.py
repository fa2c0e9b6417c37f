# attack: CPU time of children that nobody waits for
# verdict: TLE
import os
import signal
import time

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for _ in range(30):
    child = os.fork()
    if child == 0:
        while time.process_time() < 0.1:
            pass
        os._exit(0)
    try:
        os.waitpid(child, 0)
    except ChildProcessError:
        pass
