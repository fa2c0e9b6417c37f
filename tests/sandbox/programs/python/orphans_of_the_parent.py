# attack: orphans in every state, so that whoever inherits them waits for the wrong one, or for ever
# verdict: OK
# prints: held
import os
import signal
import time

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for number in range(18):
    if os.fork() == 0:
        if number % 3 == 0:
            os._exit(99)
        if os.fork() == 0:
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            if number % 3 == 1:
                os.kill(os.getpid(), signal.SIGSTOP)
            os.setsid()
            time.sleep(100)
        os._exit(0)
time.sleep(0.1)
print("held", flush=True)
os._exit(0)
