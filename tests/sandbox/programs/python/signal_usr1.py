# attack: ends itself with SIGUSR1
# verdict: RTE
import os
import signal

signal.signal(signal.SIGUSR1, signal.SIG_DFL) if signal.SIGUSR1 != signal.SIGKILL else None
os.kill(os.getpid(), signal.SIGUSR1)
