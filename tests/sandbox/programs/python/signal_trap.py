# attack: ends itself with SIGTRAP
# verdict: RTE
import os
import signal

signal.signal(signal.SIGTRAP, signal.SIG_DFL) if signal.SIGTRAP != signal.SIGKILL else None
os.kill(os.getpid(), signal.SIGTRAP)
