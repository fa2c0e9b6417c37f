# attack: shared anonymous memory, that no process's own size shows once it is gone
# verdict: MLE TLE
# On a busy machine the kernel may look for memory to free until the time is up.
import mmap

while True:
    area = mmap.mmap(-1, 8_000_000)
    for start in range(0, 8_000_000, 4096):
        area[start] = 1
    kept = globals().setdefault("kept", [])
    kept.append(area)
