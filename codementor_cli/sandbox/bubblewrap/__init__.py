"""The bubblewrap engine: lanes are namespaces of this machine, with its own toolchains or an unpacked image's.

For machines and CI jobs with no Docker daemon. As root, programs run under user ids of their own and the kernel's
control groups hold the limits, as in Docker lanes. As an ordinary user, program and runner share one id: the runner
cannot be traced (it is not dumpable), signalled (it is the first process) or tuned (the system call filter), rebuilds
the lane's files from its memory after every step, and counts memory itself where no control group can be had.
"""

from codementor_cli.sandbox.bubblewrap.launcher import BubblewrapOptions
from codementor_cli.sandbox.bubblewrap.sandbox import BubblewrapSandbox, find_bubblewrap

__all__ = ["BubblewrapOptions", "BubblewrapSandbox", "find_bubblewrap"]
