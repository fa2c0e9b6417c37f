"""Who waits for a job that is being added."""

from __future__ import annotations

import threading

import pytest

from codementor_cli.services.jobs.newcomers import Newcomers


def test_who_waits_for_a_job_goes_on_after_it_was_added() -> None:
    newcomers, told = Newcomers(), []
    waits = threading.Event()

    def wait() -> None:
        waits.set()
        newcomers.wait("a")
        told.append("started")

    thread = threading.Thread(target=wait)
    with newcomers.adding("a", "b"):
        newcomers.wait("c")
        thread.start()
        waits.wait()
        told.append("queued")
    thread.join()
    assert told == ["queued", "started"]


def test_a_failure_while_adding_holds_nothing_back() -> None:
    newcomers = Newcomers()
    with pytest.raises(ValueError, match="full"), newcomers.adding("a"):
        raise ValueError("full")
    newcomers.wait("a")
