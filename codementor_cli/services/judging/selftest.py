"""The sandbox's self-test: small programs that break each limit, and what must come of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.diagnosis import Diagnosis, Health
from codementor_cli.domain.judging.execution import TOO_BUSY, TRY_LATER, CaseRun, Execution, Stop
from codementor_cli.domain.judging.verdict import run_verdict
from codementor_cli.ports import Sandbox
from codementor_cli.text.units import MIB

LIMITS = Limits(time_seconds=0.5, wall_time_seconds=2, memory_bytes=64 * MIB, output_bytes=64 * 1024, process_count=16)
_PROGRAM = Program(
    language="python",
    files=(SourceFile("main.py", b"import sys\nexec(compile(sys.stdin.read(), 'probe', 'exec'))\n"),),
    main="main.py",
)
_NEXT_STEP = "Do not judge programs that you do not trust on this machine; SECURITY.md says what each limit stands on."

_MEMORY = """
held = []
while True:
    held.append(bytearray(1 << 20))
"""
_PROCESSES = """
import os, time
count = 0
try:
    while count < 200:
        if os.fork() == 0:
            time.sleep(60)
        count += 1
except OSError:
    pass
print("held" if count < 16 else f"{count} processes")
"""
_NETWORK = """
import socket
names = [name for _, name in socket.if_nameindex() if name != "lo"]
try:
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    probe.connect(("192.0.2.1", 9))
    names.append("a route")
except OSError:
    pass
print("held" if not names else " ".join(names))
"""
_FILES = """
import os
through = []
for place in ("/", "/usr", "/usr/bin", "/etc", "/dev", "/proc/sys/kernel", "/sys", "/home", "/root", "/var", "/opt"):
    try:
        with open(os.path.join(place, "probe"), "w"):
            through.append(place)
    except OSError:
        pass
for place in (".", "/dev/shm"):
    with open(os.path.join(place, "left"), "w") as file:
        file.write("for the next program")
print("held" if not through else " ".join(through))
"""
_LEFT = """
import os
left = os.listdir(".") + os.listdir("/dev/shm")
def is_root(process):
    with open(f"/proc/{process}/status") as file:
        return next(set(line.split()[1:]) for line in file if line.startswith("Uid:")) == {"0"}
expected = (1, os.getppid(), os.getpid())
others = [name for name in os.listdir("/proc") if name.isdigit() and int(name) not in expected and not is_root(name)]
print("held" if not left and not others else f"files {left}, processes {others}")
"""
_PRIVILEGES = """
import os
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
through = []
if int(status["CapEff"], 16) or int(status["CapPrm"], 16):
    through.append("capabilities")
if status["NoNewPrivs"].strip() != "1":
    through.append("new privileges")
if status["Seccomp"].strip() != "2":
    through.append("every system call")
if os.getuid() == 0:
    through.append("root")
for name in ("mem", "environ", "fd/0"):
    try:
        os.close(os.open(f"/proc/1/{name}", os.O_RDONLY))
        through.append(f"the runner's {name}")
    except OSError:
        pass
print("held" if not through else ", ".join(through))
"""
_DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
print("held")
"""


@dataclass(frozen=True, slots=True)
class Probe:
    """One limit, the program that breaks it, and whether the facts show that it holds."""

    subject: str
    source: str
    holds: Callable[[Execution], bool]
    words: str
    """What is true where it holds."""


def _gets(verdict: Verdict) -> Callable[[Execution], bool]:
    return lambda execution: run_verdict(execution, LIMITS) is verdict


def _stopped(stop: Stop) -> Callable[[Execution], bool]:
    return lambda execution: execution.stop is stop


def _says_held(execution: Execution) -> bool:
    return execution.exit_code == 0 and execution.stdout == b"held\n"


PROBES = (
    Probe("memory", _MEMORY, _gets(Verdict.MLE), "a program that takes more than 64 MiB is ended"),
    Probe("CPU time", "while True:\n    pass\n", _stopped(Stop.CPU_TIME), "a program that never ends is, after 0.5 s"),
    Probe("wall time", "import time\ntime.sleep(60)\n", _stopped(Stop.WALL_TIME), "a program that sleeps is ended"),
    Probe("output", "while True:\n    print('x' * 1000)\n", _gets(Verdict.OLE), "a flood is cut at 64 KiB"),
    Probe("processes", _PROCESSES, _says_held, "no more than 16 at a time"),
    Probe("network", _NETWORK, _says_held, "there is none"),
    Probe("files", _FILES, _says_held, "nothing can be written but the scratch folder"),
    Probe("privileges", _PRIVILEGES, _says_held, "none, and the runner cannot be read"),
    Probe("background", _DAEMON, _says_held, "what a program leaves running ends with it"),
    Probe("clean lane", _LEFT, _says_held, "nothing is left for the next program"),
)
"""The last two belong together: the last one looks for what those before it left."""


def prove(sandbox: Sandbox) -> Iterator[Diagnosis]:
    """Run every probe in one lane, one after another, and tell what holds.

    Raises:
        SandboxFault: There is no lane to be had.
    """
    with sandbox.open(_PROGRAM, LIMITS, 1) as session:
        session.compilation()
        for key, probe in enumerate(PROBES):
            (report,) = session.run([CaseRun(key=key, stdin=probe.source.encode())])
            yield _diagnosis(probe, report.execution, report.fault)


def _diagnosis(probe: Probe, execution: Execution | None, fault: str) -> Diagnosis:
    if execution is not None and probe.holds(execution):
        return Diagnosis(subject=f"limit: {probe.subject}", health=Health.OK, message=probe.words)
    if fault.startswith(TOO_BUSY):
        return Diagnosis(
            subject=f"limit: {probe.subject}",
            health=Health.WARNING,
            message="too busy to tell: the machine gave the probe no core for a minute",
            next_step=TRY_LATER,
        )
    if execution is None:
        found = f"the lane failed: {fault}"
    else:
        said = (execution.stdout[:200] + execution.stderr[-200:]).decode("utf-8", "replace").strip()
        found = f"does not hold: {run_verdict(execution, LIMITS).words}" + (f", {said}" if said else "")
    return Diagnosis(subject=f"limit: {probe.subject}", health=Health.FAILED, message=found, next_step=_NEXT_STEP)
