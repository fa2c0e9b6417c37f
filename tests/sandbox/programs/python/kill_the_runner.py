# attack: signals of every kind to the runner
# verdict: OK
# prints: held
# ordinary user: the calls succeed; the kernel delivers nothing to the first process of a namespace
import os

from attack import attempt, tell

for number in range(1, 65):
    attempt(f"kill(1, {number})", lambda: os.kill(1, number))
    attempt(f"kill(ppid, {number})", lambda: os.kill(os.getppid() or 1, number))
parent = os.getppid()
# The C library makes it kill(-1), which says that all went well where every process refused. Source: kernel/signal.c
attempt("killpg(1)", lambda: os.killpg(1, 9) is not None or os.getppid() != parent)
attempt("pidfd", lambda: __import__("signal").pidfd_send_signal(os.pidfd_open(1), 9))
attempt("nice of 1", lambda: os.setpriority(os.PRIO_PROCESS, 1, 19))
tell()
