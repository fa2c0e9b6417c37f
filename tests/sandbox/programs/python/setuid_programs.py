# attack: every program with set-user-id that there is, and one of its own
# verdict: OK
# prints: held
import os
import shutil
import stat
import subprocess
import sys

from attack import attempt, tell

ASK = ["-c", "import os; print(os.geteuid(), os.getegid())"]
found = []
for folder in ("/usr/bin", "/usr/sbin", "/usr/lib/openssh", "/usr/libexec", "/usr/local/bin"):
    if os.path.isdir(folder):
        with os.scandir(folder) as entries:
            found += [e.path for e in entries if e.is_file() and e.stat().st_mode & (stat.S_ISUID | stat.S_ISGID)]
shutil.copy(os.path.realpath(sys.executable), "own")
os.chmod("own", 0o6755)
own = subprocess.run(["./own", *ASK], capture_output=True, text=True).stdout.split()
attempt("its own", lambda: own != [str(os.getuid()), str(os.getgid())] and None)


def become(*command):
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=0.1)
    except subprocess.TimeoutExpired:
        return False
    return done.stdout.strip() in (b"0", b"root") and None


for path in found[:12]:
    attempt(path, lambda: become(path, "-c", "id -u"))
tell()
