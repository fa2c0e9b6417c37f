# attack: every setting of the kernel, opened for writing
# verdict: OK
# prints: held
import os

from attack import attempt, tell

for place in ("/proc/sys", "/sys", "/proc/irq", "/proc/fs", "/proc/scsi", "/proc/bus", "/proc/acpi", "/proc/driver"):
    for top, _, names in os.walk(place):
        for name in names:
            path = f"{top}/{name}"
            if not os.path.islink(path) and os.stat(path).st_rdev != os.stat("/dev/null").st_rdev:
                attempt(path, lambda: os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK)))
for path in ("/proc/sysrq-trigger", "/proc/mtrr", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe"):
    attempt(path, lambda: os.close(os.open(path, os.O_WRONLY)))
tell()
