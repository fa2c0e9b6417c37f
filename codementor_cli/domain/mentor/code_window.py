"""The part of a source file that is worth showing: lines with their numbers, the failing one in their midst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.domain.mentor.packet import NumberedFile
from codementor_cli.domain.mentor.privacy import scrubbed
from codementor_cli.text.excerpts import head, sent_length
from codementor_cli.text.untrusted import escaped_lines

LINE_CHARACTERS = 400
_NEAR = 15
_HEAD = 30
_GAP_CHARACTERS = 48
"""The most characters of a line about a gap."""


def source_lines(file: SourceFile) -> list[str]:
    """Return the lines of a file, as compilers count them."""
    text = file.content.decode(errors="backslashreplace")
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


def numbered_file(
    file: SourceFile, limit: int, focus: int | None = None, private: Sequence[str] = ()
) -> tuple[NumberedFile, bool]:
    """Return a file with numbered lines, and whether lines were left out.

    Args:
        file: Any bytes.
        limit: Characters that it may take, when sent; the failing line is there even if it takes more.
        focus: The failing line; None: none is known.
        private: Words that must not leave the machine.
    """
    lines = source_lines(file)
    if focus is None or not 1 <= focus <= len(lines):
        focus = 1
    chosen: dict[int, str] = {}
    left = limit - 3 * _GAP_CHARACTERS
    for number in _by_worth(len(lines), focus):
        text = escaped_lines(lines[number - 1][: 4 * LINE_CHARACTERS])
        shown = f"{number}| {head(scrubbed(text, private), LINE_CHARACTERS)}"
        left -= sent_length(shown)
        if left < 0 and chosen:
            break
        chosen[number] = shown
    path = head(scrubbed(escaped_lines(file.path), private), LINE_CHARACTERS // 2)
    text = "\n".join(_with_gaps(chosen, len(lines)))
    windows = b"\r\n" in file.content
    numbered = NumberedFile(path=path, text=text, line_count=len(lines), windows_line_ends=windows)
    return numbered, len(chosen) < len(lines)


def _by_worth(count: int, focus: int) -> Iterator[int]:
    """Yield every line's number once: those near the failing one, the head, and then outwards from the failing one."""
    first = {focus}
    yield focus
    for distance in range(1, _NEAR + 1):
        first |= {each for each in (focus - distance, focus + distance) if 1 <= each <= count}
        yield from (each for each in (focus - distance, focus + distance) if 1 <= each <= count)
    top = [each for each in range(1, min(_HEAD, count) + 1) if each not in first]
    first |= set(top)
    yield from top
    for distance in range(_NEAR + 1, count + 1):
        yield from (each for each in (focus + distance, focus - distance) if 1 <= each <= count and each not in first)


def _with_gaps(chosen: dict[int, str], count: int) -> Iterator[str]:
    before = 0
    for number in sorted(chosen):
        if number > before + 1:
            yield _gap(before + 1, number - 1)
        yield chosen[number]
        before = number
    if before < count:
        yield _gap(before + 1, count)


def _gap(first: int, last: int) -> str:
    return f"[line {first} is left out]" if first == last else f"[lines {first} to {last} are left out]"
