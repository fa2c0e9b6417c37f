# attack: ends itself with SIGSEGV
# verdict: RTE
import os
import signal

signal.signal(signal.SIGSEGV, signal.SIG_DFL) if signal.SIGSEGV != signal.SIGKILL else None
os.kill(os.getpid(), signal.SIGSEGV)
