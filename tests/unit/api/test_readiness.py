from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from codementor_cli.api.readiness import Readiness
from codementor_cli.bootstrap.serving import Service
from codementor_cli.errors import EnvironmentFault, StoreFault


@dataclass
class Parts:
    """A service whose store and sandbox fail where they are told to."""

    looks: int = 0
    unfinished: int = 0
    store_fails: bool = False
    sandbox_fails: bool = False

    def prune(self, _before: object, _judged_before: object) -> int:
        self.looks += 1
        if self.store_fails:
            raise StoreFault("It is locked.")
        return 0

    def depth(self) -> Any:
        return SimpleNamespace(unfinished_count=self.unfinished)

    def check_sandbox(self) -> None:
        if self.sandbox_fails:
            raise EnvironmentFault("There is none.")

    @property
    def service(self) -> Service:
        made = SimpleNamespace(
            jobs=self, check_sandbox=self.check_sandbox, caps=SimpleNamespace(total_count=10), machines=None
        )
        return cast("Service", made)


def asked(parts: Parts, times: int, clock: Callable[[], float]) -> list[dict[str, Any]]:
    async def run() -> list[dict[str, Any]]:
        readiness = Readiness(parts.service, clock)
        found = await asyncio.gather(*(readiness.report() for _ in range(times)))
        return [each.json_value() for each in found]

    return asyncio.run(run())


def test_many_that_ask_in_one_second_cost_one_look() -> None:
    parts = Parts()

    found = asked(parts, 50, lambda: 7.0)
    assert found == [{"ready": True, "store": True, "sandbox": True, "queue": True}] * 50
    assert parts.looks == 1


def test_it_is_looked_again_after_a_second() -> None:
    moments = iter(range(1000))
    parts = Parts()
    asked(parts, 5, lambda: float(next(moments)))

    assert parts.looks == 5


def test_each_part_that_fails_is_named() -> None:
    assert asked(Parts(store_fails=True), 1, lambda: 1.0)[0] == {
        "ready": False,
        "store": False,
        "sandbox": True,
        "queue": False,
    }
    assert asked(Parts(sandbox_fails=True), 1, lambda: 1.0)[0]["sandbox"] is False
    assert asked(Parts(unfinished=10), 1, lambda: 1.0)[0]["queue"] is False
