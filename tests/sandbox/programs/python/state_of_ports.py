# attack: ports in use after it: one bit each for the next program
# verdict: OK
# prints: held
import socket

from attack import attempt, tell


def connect(family, host):
    with socket.create_server((host, 0), family=family) as server:
        port = server.getsockname()[1]
        with socket.socket(family) as one:
            one.connect((host, port))
            server.accept()[0].close()
    return port


attempt("a port of IPv4", lambda: connect(socket.AF_INET, "127.0.0.1"))
attempt("a port of IPv6", lambda: connect(socket.AF_INET6, "::1"))
for family in range(48):
    if family not in (socket.AF_UNIX, socket.AF_NETLINK):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            attempt(f"family {family}", lambda: socket.socket(family, kind).fileno())
            attempt(f"pair of family {family}", lambda: socket.socketpair(family, kind)[0].fileno())
tell()
