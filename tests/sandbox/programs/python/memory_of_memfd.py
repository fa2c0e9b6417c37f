# attack: files in memory
# verdict: MLE RTE
import os

while True:
    descriptor = os.memfd_create("x")
    for _ in range(16):
        os.write(descriptor, b"x" * 1_000_000)
