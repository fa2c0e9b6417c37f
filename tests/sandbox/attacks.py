"""Attacks as their files' headers describe them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import RunReport
from codementor_cli.domain.judging.verdict import run_verdict
from tests.fakes.engines import facts


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile program, and what must come of it."""

    name: str
    content: bytes
    verdicts: frozenset[Verdict]
    """Any of these is right."""
    prints: str | None
    """Its output, stripped; None: whatever."""
    ordinary: str
    """Why it prints something else where program and runner have one user id; empty: it does not."""

    def __str__(self) -> str:
        return self.name


def attacks_in(folder: Path, comment: str) -> tuple[Attack, ...]:
    """Return the attacks in a folder: every file whose header says what must come of it."""
    found = (read_attack(path, comment) for path in sorted(folder.iterdir()) if path.is_file())
    return tuple(attack for attack in found if attack.verdicts)


def read_attack(path: Path, comment: str) -> Attack:
    """Read an attack and its header: lines like ``# verdict: TLE RTE`` at the top of the file."""
    text = path.read_text(encoding="utf-8")
    header = dict(
        re.findall(rf"^{re.escape(comment)} (attack|verdict|prints|ordinary user): ?(.*)$", text, re.MULTILINE)
    )
    verdicts = frozenset(Verdict(word) for word in header.get("verdict", "").split())
    return Attack(path.stem, path.read_bytes(), verdicts, header.get("prints"), header.get("ordinary user", ""))


def check(attack: Attack, report: RunReport, limits: Limits, *, ordinary: bool = False) -> None:
    """Fail unless what came of an attack is what must come of it."""
    execution = facts(report)
    said = execution.stdout.decode("utf-8", "replace")
    verdict = run_verdict(execution, limits)
    assert verdict in attack.verdicts, f"{verdict}: {execution!r:.600}"
    if attack.prints is not None and not (ordinary and attack.ordinary):
        assert said.strip().splitlines()[-1:] == attack.prints.splitlines(), said[-2000:]
        assert b"got through" not in execution.stderr
