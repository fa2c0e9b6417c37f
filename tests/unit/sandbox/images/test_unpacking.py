"""Images are unpacked while a server answers: a language waits for its own image, and for no other."""

from __future__ import annotations

import threading
from collections.abc import Callable

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.images.unpacking import Unpacking


class Images:
    """Images that are unpacked when they are let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.first_begun = threading.Event()
        self.go_on = threading.Event()
        self.faults: list[str] = []

    def unpack(self, name: str, is_wanted: Callable[[], bool]) -> None:
        self.begun.append(name)
        self.first_begun.set()
        self.go_on.wait()
        if not is_wanted():
            raise SandboxFault(f"{name} is not wanted any more.")
        if name == "broken":
            raise SandboxFault("broken cannot be unpacked.")

    def tell(self, fault: SandboxFault) -> None:
        self.faults.append(fault.message)


def test_image_that_is_waited_for_comes_next() -> None:
    images = Images()
    unpacking = Unpacking(["bash", "c", "go"], images.unpack, images.tell)
    images.first_begun.wait()
    waiter = threading.Thread(target=unpacking.wait_for, args=("go",))
    waiter.start()
    while unpacking._left[0] != "go":
        pass
    images.go_on.set()
    waiter.join()
    unpacking.wait_for("c")
    assert images.begun == ["bash", "go", "c"]


def test_language_without_an_image_waits_for_nothing() -> None:
    images = Images()
    unpacking = Unpacking(["bash"], images.unpack, images.tell)
    unpacking.wait_for("ruby")
    images.go_on.set()
    unpacking.close()


def test_image_that_fails_is_told_and_the_others_follow() -> None:
    images = Images()
    images.go_on.set()
    unpacking = Unpacking(["broken", "c"], images.unpack, images.tell)
    unpacking.wait_for("broken")
    unpacking.wait_for("c")
    assert images.faults == ["broken cannot be unpacked."]


def test_closing_ends_what_is_half_done_and_tells_no_fault() -> None:
    images = Images()
    unpacking = Unpacking(["bash", "c"], images.unpack, images.tell)
    images.first_begun.wait()
    closing = threading.Thread(target=unpacking.close)
    closing.start()
    unpacking.wait_for("c")
    images.go_on.set()
    closing.join()
    assert (images.begun, images.faults) == (["bash"], [])
