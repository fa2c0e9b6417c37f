# attack: sockets between virtual machines, which no namespace holds
# verdict: OK
# prints: held
import socket

from attack import attempt, tell


def reach(context):
    with socket.socket(40, socket.SOCK_STREAM) as connection:
        connection.settimeout(0.05)
        connection.connect((context, 1024))


attempt("socket", lambda: socket.socket(40, socket.SOCK_STREAM).close())
attempt("datagram", lambda: socket.socket(40, socket.SOCK_DGRAM).close())
for context in (0, 1, 2):
    attempt(f"context {context}", lambda: reach(context))
tell()
