"""Two hundred hostile programs over HTTP among two hundred honest ones, in real lanes."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

import pytest

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.warm import warm_sandbox
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.settings import load_settings
from tests.fakes.engines import TIGHT, engines, what_is_left
from tests.fakes.service import Served, served
from tests.fakes.tokens import kept_token, text_of
from tests.sandbox.attacks import Attack, attacks_in

PROGRAMS = Path(__file__).parents[1] / "sandbox" / "programs"
ATTACKS = attacks_in(PROGRAMS / "python", "#")
QUICK = tuple(each for each in ATTACKS if each.verdicts == {Verdict.OK})
"""They come more than once: the others take until their limits."""
COUNT = 200
AT_A_TIME = 16
LIMITS = {
    "time": TIGHT.time_seconds * 1000,
    "wallTime": (TIGHT.wall_time_seconds or 0) * 1000,
    "memory": TIGHT.memory_bytes,
    "output": TIGHT.output_bytes,
}
HOSTILE, HONEST = 1, 2
"""Numbers of two learners' tokens."""
RIGHT = "a, b = map(int, input().split())\nprint(a + b)  # {}\n"
WRONG = "a, b = map(int, input().split())\nprint(a - b)  # {}\n"


@dataclass(frozen=True)
class Sent:
    """One program, and what must come of it."""

    owner: int
    route: str
    body: dict[str, Any]
    check: Callable[[dict[str, Any]], None]


@pytest.fixture
def api(folder: Path, image_files: Path) -> Iterator[Served]:
    """Return a service whose lanes are those of ``codementor serve``, with tokens of two learners."""
    lanes = {"CODEMENTOR_SANDBOX": "bubblewrap", "CODEMENTOR_BUBBLEWRAP_IMAGES": str(image_files)}
    settings = load_settings({}, lanes, folder, folder / "no-user-file")
    with engines("bubblewrap", image_files), Application(settings) as app:
        with served(folder, None, warm_sandbox(app, print)) as running:
            for number, learner in ((HOSTILE, "mallory"), (HONEST, "ada")):
                running.service.tokens.add(kept_token(number, learner=learner, expires_at=None))
            yield running
        assert what_is_left() == []


def _part(content: bytes) -> bytes:
    return len(content).to_bytes(8, "big") + content


def _hostile(attack: Attack) -> Sent:
    """Return an attack: the loader takes it from its input, as the sandbox's own tests have it."""
    data = _part((PROGRAMS / "attack.py").read_bytes()) + _part(attack.content)
    body = {
        "code": (PROGRAMS / "loader.py").read_text("utf-8"),
        "language": "python",
        "input": {"base64": base64.b64encode(data).decode()},
        "limits": LIMITS,
    }

    def check(answer: dict[str, Any]) -> None:
        assert answer["verdict"] in attack.verdicts, (attack.name, answer)
        if attack.prints is not None:
            assert answer["output"].strip().splitlines()[-1:] == attack.prints.splitlines(), (attack.name, answer)
            assert "got through" not in answer["stderr"]

    return Sent(HOSTILE, "execute", body, check)


def _honest(number: int) -> Sent:
    """Return an honest program: every fourth is a submission, of which every second is wrong."""
    if number % 4 == 0:
        code, verdict = (RIGHT, "AC") if number % 8 else (WRONG, "WA")
        body = {"code": code.format(number), "language": "python", "challengeId": "add-two"}
        return Sent(HONEST, "validate", body, lambda answer: _is(answer["verdict"], verdict, answer))
    body = {"code": "print(input()[::-1])", "language": "python", "input": f"its own input {number}"}
    said = f"its own input {number}"[::-1] + "\n"
    return Sent(HONEST, "execute", body, lambda answer: _is(answer["output"], said, answer))


def _is(found: str, expected: str, answer: dict[str, Any]) -> None:
    assert found == expected, answer


def test_hostile_programs_among_honest_ones(api: Served) -> None:
    hostile = map(_hostile, islice(chain(ATTACKS, cycle(QUICK)), COUNT))
    sent = list(chain.from_iterable(zip(hostile, map(_honest, range(COUNT)), strict=True)))

    def send(each: Sent) -> None:
        headers = {"Authorization": f"Bearer {text_of(each.owner)}", "Prefer": "wait=60"}
        answer = api.client.post(f"/api/execution/{each.route}", json=each.body, headers=headers)
        assert answer.status_code == 200, answer.text
        each.check(answer.json())
        assert api.client.get("/healthz").status_code == 200

    with ThreadPoolExecutor(AT_A_TIME) as threads:
        ended = [threads.submit(send, each) for each in sent]
    wrong = [str(each.exception()) for each in ended if each.exception() is not None]
    assert wrong == []
    assert api.service.desk.depth().running_count == 0
