"""One application, shared by threads and closed."""

from __future__ import annotations

import threading
import time
from collections import Counter
from pathlib import Path
from typing import cast

import pytest

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.once import Once
from codementor_cli.sandbox.lanes.early_lanes import HeadStart
from codementor_cli.settings import load_settings


@pytest.fixture
def application(tmp_path: Path) -> Application:
    return Application(load_settings({}, {}, tmp_path, tmp_path / "no-user-file"))


class Parts:
    """Something with two parts, of which one needs the other."""

    def __init__(self) -> None:
        self.made: Counter[str] = Counter()

    @Once
    def first(self) -> object:
        """The first part."""
        self.made["first"] += 1
        time.sleep(0.01)
        return object()

    @Once
    def second(self) -> tuple[object]:
        """The second part."""
        self.made["second"] += 1
        return (self.first,)


def test_threads_that_ask_at_once_get_the_same_part() -> None:
    parts, found = Parts(), list[object]()
    threads = [threading.Thread(target=lambda: found.append(parts.second)) for _ in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert {id(each) for each in found} == {id(parts.second)}
    assert parts.made == {"first": 1, "second": 1}
    assert Parts().second != parts.second


def test_part_that_cannot_be_made_is_tried_again() -> None:
    class Broken:
        tries = 0

        @Once
        def part(self) -> int:
            self.tries += 1
            if self.tries == 1:
                raise OSError("not yet")
            return self.tries

    broken = Broken()
    with pytest.raises(OSError, match="not yet"):
        _ = broken.part

    assert broken.part == 2


def test_closing_ends_lanes_that_nothing_took_and_may_be_repeated(application: Application) -> None:
    class Lanes:
        closed = 0

        def close(self) -> None:
            self.closed += 1

    lanes = Lanes()
    with application:
        application.begin_with(cast("HeadStart", lanes))
        assert lanes.closed == 0
    application.close()

    assert lanes.closed == 1


def test_environment_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEMENTOR_SANDBOX", "docker")
    settings = load_settings({}, None, tmp_path, tmp_path / "no-user-file")
    monkeypatch.setenv("CODEMENTOR_SANDBOX", "bubblewrap")

    assert settings.value("sandbox").value == "docker"
