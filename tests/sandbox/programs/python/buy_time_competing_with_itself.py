# attack: twenty processes on one core delay each other
# verdict: TLE
import os

os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
for _ in range(18):
    if os.fork() == 0:
        break
while True:
    pass
