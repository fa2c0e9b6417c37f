# attack: shared memory of processes that nobody may look into
# verdict: MLE RTE TLE
# On a busy machine the kernel may look for memory to free until the time is up.
import ctypes
import mmap
import time

ctypes.CDLL(None).prctl(4, 0)
held = mmap.mmap(-1, 300 << 20)
for at in range(0, 300 << 20, 4096):
    held[at] = 1
time.sleep(0.3)
