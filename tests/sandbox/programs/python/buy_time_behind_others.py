# attack: a child at the lowest priority is always ready to run and seldom does; its parent sleeps meanwhile
# verdict: TLE
import os
import time

if os.fork() == 0:
    try:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    except OSError:
        os.nice(19)
    while True:
        pass
time.sleep(1000)
