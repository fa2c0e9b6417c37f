# attack: flushes all file systems of the machine, and its toolchain's files
# verdict: OK
# prints: held
import ctypes
import mmap
import os
import sys

from attack import tell, through

libc = ctypes.CDLL(None, use_errno=True)
read, write = os.pipe()
# The kernel refuses these for a pipe: where they say that all is done, they have not reached it.
for name in ("fsync", "fdatasync"):
    if getattr(libc, name)(write) != 0:
        through.append(name)
if libc.syncfs(-1) != 0:
    through.append("syncfs")
for _ in range(1000):
    os.sync()
with open(sys.executable, "rb") as file:
    os.fsync(file.fileno())
    with mmap.mmap(file.fileno(), 4096, mmap.MAP_SHARED, mmap.PROT_READ) as view:
        view.flush()
tell()
