# attack: many children, each far below the memory limit, above it together
# verdict: MLE TLE
# Where several want memory at once on a busy machine, the kernel may look for some to free until the time is up.
import os
import time

children = []
for _ in range(12):
    child = os.fork()
    if child == 0:
        data = os.urandom(12_000_000)
        time.sleep(60)
    children.append(child)
os.wait()
raise SystemExit(1)
