# attack: files by the ten thousand in shared memory, with long names
# verdict: OK MLE TLE
import os

try:
    for number in range(60_000):
        os.close(os.open(f"/dev/shm/{number:0200}", os.O_CREAT | os.O_WRONLY, 0))
except OSError:
    pass
print("held")
