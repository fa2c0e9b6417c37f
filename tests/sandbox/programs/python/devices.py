# attack: devices, opened or made
# verdict: OK
# prints: held
import os
import stat

from attack import attempt, tell

for name in (
    "mem",
    "kmem",
    "port",
    "kmsg",
    "kvm",
    "fuse",
    "loop0",
    "loop-control",
    "sda",
    "vda",
    "nvme0",
    "net/tun",
    "vhost-net",
    "vsock",
    "userfaultfd",
    "uinput",
    "input/event0",
    "dri/card0",
    "snapshot",
    "hpet",
    "rtc0",
    "mapper/control",
    "btrfs-control",
    "cuse",
    "ppp",
    "snd/seq",
    "usbmon0",
    "watchdog",
    "nvram",
    "cpu/0/msr",
):
    for flags in (os.O_RDONLY, os.O_RDWR):
        attempt(name, lambda: os.open(f"/dev/{name}", flags))
for major in (1, 4, 5, 7, 8, 10, 29, 89, 108, 180, 202, 229, 253, 254, 259):
    for kind in (stat.S_IFCHR, stat.S_IFBLK):
        attempt(f"{kind} {major}", lambda: os.mknod(f"d{kind}{major}", kind | 0o666, os.makedev(major, 1)))
tell()
