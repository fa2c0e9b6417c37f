# attack: leaves System V shared memory, semaphores and messages
# verdict: OK
# prints: held
import ctypes

libc = ctypes.CDLL(None)
for number in range(4):
    libc.shmget(0x1000 + number, 4096, 0o1666)
    libc.semget(0x1000 + number, 1, 0o1666)
    queue = libc.msgget(0x1000 + number, 0o1666)
    libc.msgsnd(queue, ctypes.create_string_buffer(b"\1" + b"\0" * 7 + b"left"), 4, 0)
print("held")
