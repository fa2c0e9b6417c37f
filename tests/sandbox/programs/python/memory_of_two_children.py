# attack: two children at once, each below the memory limit, both together above it
# verdict: MLE TLE
# On a busy machine the kernel may look for memory to free until the time is up.
import os
import time

for _ in range(2):
    if os.fork() == 0:
        held = bytearray(40 << 20)
        time.sleep(0.3)
        os._exit(0)
for _ in range(2):
    _, status = os.wait()
    if status:
        os.kill(os.getpid(), 9)
print(80)
