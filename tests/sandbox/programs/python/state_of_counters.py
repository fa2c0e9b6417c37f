# attack: counters of the network that it moves for the next program to read
# verdict: OK
# prints: held
import os
import socket

from attack import attempt, tell

TABLES = [f"/proc/self/net/{name}" for name in ("snmp", "snmp6", "netstat", "tcp", "udp", "raw", "tcp6", "udp6", "dev")]


def counters():
    found = []
    for path in TABLES:
        if os.path.exists(path):
            with open(path) as file:
                found.append(file.read())
    return found


before = counters()
for family in (socket.AF_INET, socket.AF_INET6):
    for _ in range(100):
        attempt("datagram", lambda: socket.socket(family, socket.SOCK_DGRAM).sendto(b"x", ("localhost", 9)))
netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
netlink.sendto(b"x" * 16, (0, 0))
attempt("they moved", lambda: counters() != before and None)
tell()
