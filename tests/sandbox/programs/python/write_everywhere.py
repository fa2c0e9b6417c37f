# attack: writes to every place that lets it, and changes its own source
# verdict: OK
# prints: held
# ordinary user: the box is its own; the runner writes the sources anew and removes the rest
import os

from attack import attempt, tell

own = ("/box/scratch", "/dev/shm", "/proc", "/dev/pts", "/dev/mqueue")
for top, folders, names in os.walk("/"):
    if top.startswith(own):
        folders.clear()
        continue
    if os.statvfs(top).f_flag & os.ST_RDONLY and top.count("/") > 2:
        folders.clear()  # as large as the machine's own /usr; mounts inside it come by the next loop
    if top == "/sys":
        folders.remove("kernel") if "kernel" in folders else None
    attempt(f"file in {top}", lambda: os.close(os.open(f"{top}/x", os.O_CREAT | os.O_WRONLY)))
    for name in names:
        path = f"{top}/{name}"
        if os.path.islink(path) or path.startswith("/dev/") or os.stat(path).st_rdev == os.stat("/dev/null").st_rdev:
            continue  # an engine masks files by the device that swallows all
        if os.access(path, os.W_OK):
            attempt(path, lambda: open(path, "r+b").close())
with open("/proc/self/mountinfo") as mounts:
    for mount in (line.split()[4] for line in mounts):
        if not mount.startswith(own):
            attempt(f"mount {mount}", lambda: os.close(os.open(f"{mount}/x", os.O_CREAT | os.O_WRONLY)))
for path in ("/box/source", "/box/build", "/box", "/box/source/main.py"):
    attempt(f"chmod {path}", lambda: os.chmod(path, 0o777))
    attempt(f"rename {path}", lambda: os.rename(path, "/box/scratch/moved"))
    attempt(f"times {path}", lambda: os.utime(path, (1, 1)))
    attempt(f"attribute {path}", lambda: os.setxattr(path, "user.x", b"1"))
attempt("open source", lambda: open("/box/source/main.py", "r+b").close())
attempt("unlink", lambda: os.unlink("/box/source/main.py"))
attempt("rmdir", lambda: os.rmdir("/box/scratch"))
attempt("chmod scratch", lambda: os.chmod("/box/scratch", 0))
tell()
