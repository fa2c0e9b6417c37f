# attack: names with escapes, a reaper of its own, death signals, no dumping, then a child that outlives it
# verdict: OK
# prints: held
import ctypes
import os

libc = ctypes.CDLL(None)
libc.prctl(15, b"\x1b]0;owned\x07", 0, 0, 0)
libc.prctl(36, 1, 0, 0, 0)
libc.prctl(1, 9, 0, 0, 0)
libc.prctl(4, 0, 0, 0, 0)
libc.prctl(38, 1, 0, 0, 0)
libc.personality(0x0040000)
print("held", flush=True)
if os.fork() == 0:
    os.setsid()
    libc.prctl(4, 0, 0, 0, 0)
    libc.mlockall(3)
    while True:
        pass
