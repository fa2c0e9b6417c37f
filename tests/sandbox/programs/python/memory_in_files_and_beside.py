# attack: 60 MiB in the working folder and 30 MiB beside it
# verdict: MLE RTE TLE
# On a busy machine the kernel may look for memory to free until the time is up.
import time

with open("file", "wb") as file:
    for _ in range(60):
        file.write(bytes(1 << 20))
held = bytearray(30 << 20)
time.sleep(0.3)
print(90)
