# attack: control groups of its own, and a way out of that of the lane
# verdict: OK
# prints: held
import os

from attack import attempt, tell


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


tops = [top for top, _, _ in os.walk("/sys/fs/cgroup")] or ["/sys/fs/cgroup"]
for top in tops:
    attempt(f"a group in {top}", lambda: os.mkdir(f"{top}/own"))
    attempt(f"a move to {top}", lambda: write(f"{top}/cgroup.procs", str(os.getpid())))
    attempt(f"threads to {top}", lambda: write(f"{top}/cgroup.threads", str(os.getpid())))
    for name in (
        "memory.max",
        "memory.limit_in_bytes",
        "pids.max",
        "cgroup.kill",
        "cgroup.freeze",
        "release_agent",
        "notify_on_release",
        "cgroup.subtree_control",
        "memory.force_empty",
        "memory.reclaim",
        "cpu.max",
    ):
        attempt(
            f"{top}/{name}",
            lambda: (not os.path.exists(f"{top}/{name}") and open("/nowhere")) or write(f"{top}/{name}", "1"),
        )
attempt("a mount", lambda: os.mkdir("/sys/fs/cgroup2"))
tell()
