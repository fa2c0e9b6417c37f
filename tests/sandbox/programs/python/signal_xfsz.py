# attack: ends itself with SIGXFSZ
# verdict: RTE
import os
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_DFL) if signal.SIGXFSZ != signal.SIGKILL else None
os.kill(os.getpid(), signal.SIGXFSZ)
