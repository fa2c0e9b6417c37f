# attack: settings of the kernel and of the control group
# verdict: OK
# prints: held
import os

from attack import attempt, tell

for path in (
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/hostname",
    "/proc/sys/vm/drop_caches",
    "/proc/sysrq-trigger",
    "/proc/sys/kernel/shmmax",
    "/proc/1/oom_score_adj",
    "/proc/irq/default_smp_affinity",
    "/sys/kernel/uevent_helper",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes",
    "/sys/fs/cgroup/memory.max",
    "/sys/fs/cgroup/cgroup.procs",
    "/sys/fs/cgroup/pids/pids.max",
    "/sys/fs/cgroup/memory/release_agent",
    "/sys/fs/cgroup/cgroup.kill",
    "/sys/fs/cgroup/cgroup.freeze",
    "/sys/power/state",
    "/dev/kmsg",
    "/dev/mem",
    "/proc/kcore",
):
    attempt(path, lambda: os.close(os.open(path, os.O_WRONLY)))
for path, text in (
    ("../sys/kernel/ns_last_pid", b"9"),
    ("uid_map", b"0 0 1"),
    ("setgroups", b"allow"),
    ("oom_score_adj", b"-1000"),
):
    attempt(path, lambda: os.write(os.open(f"/proc/self/{path}", os.O_WRONLY), text))
for path in ("/proc/kcore", "/dev/mem", "/dev/kmsg", "/etc/shadow", "/proc/kmsg", "/proc/keys", "/proc/timer_list"):
    attempt(f"read {path}", lambda: bool(open(path, "rb").read(16)))
for top, folders, names in os.walk("/sys/fs/cgroup"):
    for name in folders:
        attempt(f"group in {top}", lambda: os.mkdir(f"{top}/x"))
    for name in names:
        if os.stat(f"{top}/{name}").st_rdev == os.stat("/dev/null").st_rdev:
            continue  # an engine masks files by the device that swallows all
        attempt(f"{top}/{name}", lambda: os.close(os.open(f"{top}/{name}", os.O_WRONLY)))
for name in os.listdir("/dev"):
    if name not in (
        "null",
        "zero",
        "full",
        "random",
        "urandom",
        "tty",
        "ptmx",
        "pts",
        "shm",
        "mqueue",
        "fd",
        "stdin",
        "stdout",
        "stderr",
        "core",
        "console",
    ):
        attempt(f"device {name}", lambda: os.close(os.open(f"/dev/{name}", os.O_RDONLY)))
tell()
