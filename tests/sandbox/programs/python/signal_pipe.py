# attack: ends itself with SIGPIPE
# verdict: RTE
import os
import signal

signal.signal(signal.SIGPIPE, signal.SIG_DFL) if signal.SIGPIPE != signal.SIGKILL else None
os.kill(os.getpid(), signal.SIGPIPE)
