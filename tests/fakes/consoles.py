"""Consoles for live runs: one of pipes, one whose program sees a terminal."""

from __future__ import annotations

import os


class RecordingConsole:
    """A console whose input is given at the start, and that keeps what is shown; meets ``ports.Console``."""

    def __init__(self, typed: bytes = b"", *, is_terminal: bool = False) -> None:
        self.is_terminal = is_terminal
        self.stdout = bytearray()
        self.stderr = bytearray()
        self._ended = not typed
        self._read, write = os.pipe()
        os.write(write, typed)
        os.close(write)

    def input_descriptor(self) -> int | None:
        return None if self._ended else self._read

    def read(self) -> bytes:
        data = os.read(self._read, 65536)
        self._ended = not data
        return data

    def write(self, stderr: bool, data: bytes) -> None:
        kept = self.stderr if stderr else self.stdout
        kept += data

    def __del__(self) -> None:
        os.close(self._read)


class AnsweringConsole:
    """A person at a terminal, who types each answer when its question is shown; meets ``ports.Console``."""

    is_terminal = True

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        self.shown = bytearray()
        self._answers = dict(answers)
        self._master, self._slave = os.openpty()

    def input_descriptor(self) -> int | None:
        return self._slave

    def read(self) -> bytes:
        return os.read(self._slave, 65536)

    def write(self, stderr: bool, data: bytes) -> None:  # a terminal shows both
        self.shown += data
        for question in [question for question in self._answers if question in self.shown]:
            os.write(self._master, self._answers.pop(question))

    def close(self) -> None:
        os.close(self._master)
        os.close(self._slave)
