# attack: every family of netlink, groups of all
# verdict: OK
# prints: held
import socket
import struct

from attack import attempt, tell


def listen(family):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, family) as netlink:
        netlink.settimeout(0.01)
        netlink.bind((0, 0xFFFFFFFF))
        return netlink.recv(4096) and None


def change(family, kind):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, family) as netlink:
        netlink.settimeout(0.01)
        netlink.send(struct.pack("=IHHII", 32, kind, 0x605, 1, 0) + struct.pack("=BBHiII", 0, 0, 1, 1, 1, 1))
        answer = netlink.recv(4096)
        code = struct.unpack_from("=i", answer, 16)[0] if struct.unpack_from("=H", answer, 4)[0] == 2 else 0
        if code:
            raise OSError(-code, "refused")
        return None if struct.unpack_from("=H", answer, 4)[0] == 2 else False


for family in range(23):
    attempt(f"news of {family}", lambda: listen(family))
for kind in (16, 17, 20, 21, 24, 28, 32, 36, 64, 80):
    attempt(f"change {kind}", lambda: change(0, kind))
tell()
