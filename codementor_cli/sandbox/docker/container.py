"""The container of a lane, option by option: pure."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.sandbox.lanes.bundle import LOADER
from codementor_cli.sandbox.policy import LanePolicy

_CAPABILITIES = ("CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID")
"""The runner's alone, to become the program's user, to end its processes and to clean up after it. A program has
none: it loses them with the user id, and no-new-privileges keeps it from any others."""
_MASKED = (
    *("/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats"),
    *("/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats"),
    *("/sys/devices/virtual/powercap", "/sys/firmware"),
)
"""What the daemon masks by itself where no paths are named. Source: moby, oci/defaults.go."""
_KEPT_BY_GROUPS = (
    *(f"memory/memory.{kind}max_usage_in_bytes" for kind in ("", "memsw.", "kmem.", "kmem.tcp.")),
    *(f"memory/memory.{kind}failcnt" for kind in ("", "memsw.", "kmem.", "kmem.tcp.")),
    *("memory/memory.stat", "memory/memory.numa_stat", "memory.peak", "memory.swap.peak", "memory.stat"),
    *("memory.numa_stat", "memory.events.local", "pids.peak", "pids.events", "pids/pids.peak"),
    *(
        "pids/pids.events",
        "cpuset/cpuset.memory_pressure",
        "memory.pressure",
        "cpu.pressure",
        "io.pressure",
        "irq.pressure",
    ),
)
"""Files of a control group, of version 1 and 2, that say what programs before this one used; the runner needs none."""
_SHARED_MEMORY_INODES = 1024
_NANO = 1_000_000_000
PARENT_GROUP = "codementor.slice"
"""Lanes share no processor weight with other containers. The name is right for both of the daemon's cgroup drivers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DockerOptions:
    """What an operator may set; the defaults are the tight ones."""

    networking: bool = False
    """Give programs the daemon's default network."""
    writable_root: bool = False
    """Let the runner's root file system be written; it is thrown away with the lane all the same."""
    cpu_percent: int | None = None
    """Of one core, for each lane; None: no cap, CPU time is what limits."""
    runtime: str | None = None
    """Another runtime of the daemon's, like ``runsc``."""


def container_config(
    image: str, policy: LanePolicy, options: DockerOptions, labels: dict[str, str]
) -> dict[str, object]:
    """Return the body of the daemon's request to create a lane.

    Source: Docker Engine API v1.41, ContainerCreate.
    """
    return {
        "Image": image,
        "Entrypoint": ["python3", "-I", "-S", "-c", LOADER],
        "Cmd": [],
        "User": "0:0",
        "WorkingDir": "/",
        "Env": [],
        "Hostname": "sandbox",
        "Labels": labels,
        "Tty": False,
        "OpenStdin": True,
        "StdinOnce": True,
        "AttachStdin": True,
        "AttachStdout": True,
        "AttachStderr": True,
        "NetworkDisabled": not options.networking,
        "HostConfig": _host_config(policy, options),
    }


def _host_config(policy: LanePolicy, options: DockerOptions) -> dict[str, object]:
    config: dict[str, object] = {
        "AutoRemove": True,
        "Memory": policy.memory_bytes,
        "MemorySwap": policy.memory_bytes,
        "PidsLimit": policy.process_count,
        "CgroupParent": PARENT_GROUP,
        "ReadonlyRootfs": not options.writable_root,
        "Tmpfs": {
            "/box": (f"rw,exec,nosuid,nodev,noatime,mode=0755,size={policy.box_bytes},nr_inodes={policy.box_inodes}"),
            "/dev/shm": (  # noqa: S108  # this is what is capped
                f"rw,noexec,nosuid,nodev,mode=1777,size={policy.box_bytes // 2},nr_inodes={_SHARED_MEMORY_INODES}"
            ),
        },
        "CapDrop": ["ALL"],
        "CapAdd": list(_CAPABILITIES),
        "SecurityOpt": ["no-new-privileges:true"],
        "MaskedPaths": [*_MASKED, *(f"/sys/fs/cgroup/{name}" for name in _KEPT_BY_GROUPS)],
        "IpcMode": "private",
        "LogConfig": {"Type": "none"},
    }
    if options.cpu_percent is not None:
        config["NanoCpus"] = options.cpu_percent * _NANO // 100
    if options.runtime is not None:
        config["Runtime"] = options.runtime
    return config
