# attack: CPU time of a great-grandchild, while its parents are gone
# verdict: TLE
import os
import time

if os.fork() == 0:
    if os.fork() == 0:
        os.setsid()
        while True:
            pass
    os._exit(0)
time.sleep(60)
