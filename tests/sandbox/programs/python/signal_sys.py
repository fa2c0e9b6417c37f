# attack: ends itself with SIGSYS
# verdict: RTE
import os
import signal

signal.signal(signal.SIGSYS, signal.SIG_DFL) if signal.SIGSYS != signal.SIGKILL else None
os.kill(os.getpid(), signal.SIGSYS)
