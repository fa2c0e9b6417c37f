# SIGINT
import os
import signal

try:
    os.kill(os.getpid(), signal.SIGINT)
except KeyboardInterrupt:
    print("caught")
os.kill(os.getpid(), signal.SIGINT)
