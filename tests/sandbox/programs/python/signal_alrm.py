# attack: ends itself with SIGALRM
# verdict: RTE
import os
import signal

signal.signal(signal.SIGALRM, signal.SIG_DFL) if signal.SIGALRM != signal.SIGKILL else None
os.kill(os.getpid(), signal.SIGALRM)
