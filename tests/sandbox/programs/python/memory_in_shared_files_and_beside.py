# attack: 40 MiB in shared memory, their file removed, and 40 MiB beside it
# verdict: MLE RTE TLE
# On a busy machine the kernel may look for memory to free until the time is up.
import os
import time

file = os.open("/dev/shm/x", os.O_CREAT | os.O_RDWR)
os.unlink("/dev/shm/x")
for _ in range(40):
    os.write(file, bytes(1 << 20))
held = bytearray(40 << 20)
time.sleep(0.3)
print(80)
