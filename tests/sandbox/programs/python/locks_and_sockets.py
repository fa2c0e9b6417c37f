# attack: leaves abstract sockets, file locks and leases held by a daemon
# verdict: OK
# prints: held
import fcntl
import os
import socket

print("held", flush=True)
keep = [open("/box/source/main.py"), open("/proc/version")]
for file in keep:
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
    except OSError:
        pass
abstract = socket.socket(socket.AF_UNIX)
abstract.bind(b"\0codementor")
abstract.listen()
if os.fork() == 0:
    os.setsid()
    while True:
        pass
