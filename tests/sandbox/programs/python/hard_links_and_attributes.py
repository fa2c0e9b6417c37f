# attack: hard links to what is not its own, and attributes on it
# verdict: OK
# prints: held
import os
import sys

from attack import attempt, tell

for path in ("/usr/bin/env", sys.executable, "/etc/passwd", "/proc/self/exe", "/dev/null", "/proc/1/exe"):
    attempt(f"link to {path}", lambda: os.link(path, "linked"))
    attempt(f"link to the target of {path}", lambda: os.link(path, "linked", follow_symlinks=True))
    for name in ("user.x", "trusted.x", "security.capability", "system.posix_acl_access"):
        attempt(f"{name} on {path}", lambda: os.setxattr(path, name, b"\1\0\0\2" + bytes(16)))
with open("file", "w") as file:
    file.write("x")
for name in ("trusted.x", "trusted.overlay.opaque"):
    attempt(name, lambda: os.setxattr("file", name, b"x"))
for number in range(200):
    try:
        os.setxattr("file", f"user.{number}", bytes(60_000))
    except OSError:
        break
try:
    os.setxattr("file", "security.capability", b"\1\0\0\2" + b"\xff" * 16)
except OSError:
    pass
tell()
