# attack: ends itself with SIGABRT
# verdict: RTE
import os
import signal

signal.signal(signal.SIGABRT, signal.SIG_DFL) if signal.SIGABRT != signal.SIGKILL else None
os.kill(os.getpid(), signal.SIGABRT)
