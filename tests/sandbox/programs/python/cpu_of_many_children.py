# attack: CPU time of many children in turn, each below the limit, above it together
# verdict: TLE
import os
import time

for _ in range(30):
    child = os.fork()
    if child == 0:
        while time.process_time() < 0.1:
            pass
        os._exit(0)
    os.waitpid(child, 0)
