# attack: files in memory
# verdict: MLE RTE TLE
# On a busy machine the kernel may look for memory to free until the time is up.
import os

while True:
    descriptor = os.memfd_create("x")
    for _ in range(16):
        os.write(descriptor, b"x" * 1_000_000)
