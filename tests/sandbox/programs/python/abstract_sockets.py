# attack: names of sockets that others may hold
# verdict: OK
# prints: held
import os
import socket

from attack import attempt, tell

own = socket.socket(socket.AF_UNIX)
own.bind("\0taken")
own.listen()
with open("/proc/self/net/unix") as table:
    names = [line.split()[7] for line in table.readlines()[1:] if len(line.split()) > 7]
for name in {*names, "@/tmp/.X11-unix/X0", "@/org/kernel/linux/storage/multipathd", "@ISCSIADM_ABSTRACT_NAMESPACE"}:
    if name != "@taken":
        address = "\0" + name[1:] if name.startswith("@") else name
        attempt(name, lambda: socket.socket(socket.AF_UNIX).connect(address))
if os.fork() == 0:
    os.setsid()
    own.accept()
tell()
