# attack: what the lane's control group remembers of the most that it ever used
# verdict: OK
# prints: held
import os

from attack import attempt, tell

KEPT = ("max_usage", "peak", "failcnt", "pressure", "memory.stat", "numa_stat", "pids.events", "events.local")


def content(path):
    with open(path) as file:
        return file.read() or False


for top, _, names in os.walk("/sys/fs/cgroup"):
    for name in names:
        if any(word in name for word in KEPT):
            attempt(f"{top}/{name}", lambda: content(f"{top}/{name}"))
tell()
