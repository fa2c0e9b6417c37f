# attack: leaves POSIX shared memory, and message queues
# verdict: OK
# prints: held
import ctypes
import os

for number in range(50):
    os.makedirs(f"/dev/shm/d{number}/inner")
    with open(f"/dev/shm/d{number}/inner/file", "w") as file:
        file.write("left")
    os.chmod(f"/dev/shm/d{number}/inner", 0)
libc = ctypes.CDLL(None)
libc.mq_open(b"/left", os.O_CREAT | os.O_RDWR, 0o600, None)
try:
    open("/dev/mqueue/left", "w").close()
except OSError:
    pass
print("held")
