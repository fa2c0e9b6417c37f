# attack: kernel memory, in full pipes and sockets
# verdict: OK MLE RTE TLE
import os
import socket

for _ in range(400):
    try:
        read, write = os.pipe()
        os.set_blocking(write, False)
        while True:
            os.write(write, b"x" * 65536)
    except OSError:
        pass
    try:
        one, other = socket.socketpair()
        one.setblocking(False)
        while True:
            one.send(b"x" * 65536)
    except OSError:
        pass
