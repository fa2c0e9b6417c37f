# attack: its streams and folders, sent to sockets that a daemon holds and never receives from
# verdict: OK
# prints: held
import os
import socket

one, other = socket.socketpair()
one.setblocking(False)
for number in range(20):
    socket.send_fds(one, [b"x"], [0, 1, 2, os.open(".", os.O_RDONLY), os.open("/box", os.O_RDONLY)])
inner, outer = socket.socketpair()
socket.send_fds(inner, [b"x"], [one.fileno(), other.fileno(), outer.fileno()])
socket.send_fds(one, [b"x"], [inner.fileno(), outer.fileno(), one.fileno()])  # in a ring, for the kernel to find
if os.fork() == 0:
    os.setsid()
    os.read(os.pipe()[0], 1)
print("held")
