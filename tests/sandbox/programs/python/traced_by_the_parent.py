# attack: asks to be traced by the process that waits for it, and stops, again and again
# verdict: OK RTE TLE
import ctypes
import os
import signal

libc = ctypes.CDLL(None)
for _ in range(50):
    libc.ptrace(0, 0, 0, 0)
    if os.fork() == 0:
        libc.ptrace(0, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGTRAP)
    os.kill(os.getpid(), signal.SIGCONT)
print("done", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
