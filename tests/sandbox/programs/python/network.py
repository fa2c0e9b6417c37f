# attack: the network, in every family
# verdict: OK
# prints: held
import socket
import struct

from attack import attempt, tell


def reach(family, kind, address):
    with socket.socket(family, kind) as connection:
        connection.settimeout(0.05)
        connection.connect(address)
        connection.send(b"x")


for host in ("8.8.8.8", "1.1.1.1", "172.17.0.1", "169.254.169.254", "10.0.0.1", "192.168.0.1"):
    for port in (53, 80, 2375):
        attempt(f"tcp {host}:{port}", lambda: reach(socket.AF_INET, socket.SOCK_STREAM, (host, port)))
        attempt(f"udp {host}:{port}", lambda: reach(socket.AF_INET, socket.SOCK_DGRAM, (host, port)))
attempt("tcp 6", lambda: reach(socket.AF_INET6, socket.SOCK_STREAM, ("2606:4700:4700::1111", 53)))
attempt("multicast", lambda: reach(socket.AF_INET, socket.SOCK_DGRAM, ("224.0.0.1", 53)))
attempt("name", lambda: socket.getaddrinfo("example.org", 80))
for family, name in ((socket.AF_INET, "raw"), (socket.AF_INET6, "raw 6")):
    attempt(name, lambda: socket.socket(family, socket.SOCK_RAW, 1).close())
attempt("packet", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close())
for name in ("AF_ALG", "AF_BLUETOOTH", "AF_CAN", "AF_RDS", "AF_TIPC", "AF_QIPCRTR"):
    attempt(name, lambda: socket.socket(getattr(socket, name), socket.SOCK_SEQPACKET).close())
for path in ("/var/run/docker.sock", "/run/docker.sock", "/run/dbus/system_bus_socket"):
    attempt(path, lambda: reach(socket.AF_UNIX, socket.SOCK_STREAM, path))
for name in socket.if_nameindex():
    attempt(
        f"interface {name}",
        lambda: (
            name[1]
            not in ("lo", "tunl0", "sit0", "ip6tnl0", "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0", "ip6gre0")
        ),
    )


def change_link():
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as netlink:
        request = struct.pack("=IHHII", 32, 16, 5, 1, 0) + struct.pack("=BBHiII", 0, 0, 0, 1, 1, 1)
        netlink.send(request)
        answer = netlink.recv(4096)
        code = struct.unpack_from("=i", answer, 16)[0]
        if code:
            raise OSError(-code, "refused")


attempt("netlink", change_link)
tell()
