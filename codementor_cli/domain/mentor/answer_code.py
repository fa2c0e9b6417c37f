"""Code in an answer, alone and put into the learner's file: the programs that a learner could make of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import chain, islice

from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.mentor.code_window import source_lines
from codementor_cli.domain.mentor.disguised_code import unescaped
from codementor_cli.domain.mentor.leaks import has_code, without_quotes
from codementor_cli.text.untrusted import normalised

CANDIDATE_COUNT = 16
"""Programs to judge, the likeliest first: most fail in their first case, in a tenth of a second each."""

_FRAGMENT_PARTS = 3
_PART = re.compile(r"\w+|[^\w\s]")
_SWAPPED_CHARACTERS = 2
_SWAP_COUNT = 8
_SWAPPED_PLACES = 4
_NAMED_CALL = re.compile(r"([\w.]+)\(.*\)")
_ALIKE = 0.5
_COMPARED = 300
_COMPARED_LINES = 2000
_LONGEST_LINE = 2000
"""In which calls are replaced: finding where each ends takes quadratic time."""
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*\n(.*?)(?:^[ \t]*(?:```|~~~)|\Z)", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_INDENTED = re.compile(r"(?:^(?: {4}|\t)[^\n]*(?:\n|\Z)|^\n)+", re.MULTILINE)
_REMOVED = re.compile(r"^(?:-|@@|\+\+\+ )[^\n]*\n?", re.MULTILINE)
_ADDED = re.compile(r"^\+", re.MULTILINE)
_HUNK = re.compile(r"(?P<old>(?:^-[^\n]*\n)+)(?P<new>(?:^\+[^\n]*(?:\n|\Z))+)", re.MULTILINE)
_INSTEAD = re.compile(
    r"\b(?:be|use|write|put|take|type|choose|need)\s+`?(?P<new>[^\s`]{1,60})`?\s+"
    r"(?:in place of|instead of|rather than|and not|not)\s+(?:the\s+)?`?(?P<old>[^\s`]{1,60}?)`?(?=[.,;:]?(?:\s|$))",
    re.IGNORECASE,
)
_BARE_CALL = re.compile(r"(?<![\w`.])[A-Za-z_][\w.]*\((?:[^()\n`]|\([^()\n`]*\))*\)")
_NUMBERED = re.compile(r"^[ \t]*\d+[|.:)]+ ?", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*(?:[-+*>•]|\d+[.)])[ \t]+", re.MULTILINE)
_PLACE = re.compile(r"\blines?\s+(\d{1,6})(?:\s*(?:,|and|to|-|–)\s*(\d{1,6}))?", re.IGNORECASE)
_HEADER = re.compile(
    r"^(?P<indent>[ \t]*)(?:(?:export|public|private|static|async)\s+)*"
    r"(?:(?:def|function|func|fn|const|let|var)\s+(?:self\.)?(?P<name>[\w$]+)"
    r"|[\w<>\[\], *&:]{1,80}?\s[*&]?(?P<c>\w+)\s*\([^;\n]{0,300}\{)",
    re.MULTILINE,
)
_RIGHT_SIDE = re.compile(r"^(.*?(?:(?<![=<>!+\-*/|&])=(?!=)|[+\-*/|&]=|\breturn\b)\s*)(.*?)(;?\s*)$")
_CALL = re.compile(r"^(\s*[\w.]+\()(.*)(\);?:?\s*)$")
_WORDS_BEFORE_CODE = re.compile(
    r"^(?:if|elif|else|for|while|def|return|import|from|print|const|let|var|function|end)\b"
)


def candidates(texts: Sequence[str], program: Program) -> tuple[Program, ...]:
    """Return the programs that an answer's code makes, at most ``CANDIDATE_COUNT``, each another than the learner's.

    Args:
        texts: Of the answer, in order.
        program: The learner's.
    """
    main = next(file for file in program.files if file.path == program.main)
    own = "\n".join(source_lines(main))
    whole = unescaped(normalised("\n".join(texts)))
    found = list(dict.fromkeys(_fragments(whole, own)))
    made = dict.fromkeys(text for fragment in found for text in _alone_and_as_function(fragment, own))
    made.update(dict.fromkeys(_swapped(whole, own)))
    places = [int(number) for match in _PLACE.finditer(whole) for number in match.groups() if number]
    for fragment in found:
        made.update(dict.fromkeys(_in_lines(fragment, own.split("\n"), places)))
    mains = [text for text in made if text.strip() and text.split() != own.split()]
    return tuple(_with_main(program, text) for text in mains[:CANDIDATE_COUNT])


def _swapped(text: str, own: str) -> Iterator[str]:
    """Yield the file with one piece in place of another: "write `a` and not `b`", "a instead of b", a diff."""
    said = ((match["old"], match["new"]) for match in _INSTEAD.finditer(text))
    for old, new in islice(chain(_patches(text), said), _SWAP_COUNT):
        places = [match.start() for match in re.finditer(re.escape(old), own)] if old else []
        yield from (own[:at] + new + own[at + len(old) :] for at in places[:_SWAPPED_PLACES])
    quoted = list(dict.fromkeys(match[1].strip() for match in _INLINE.finditer(text)))
    old = [each for each in quoted if len(each) >= _SWAPPED_CHARACTERS and each in own]
    new = sorted(filter(None, quoted), key=lambda each: each in own)
    pairs = [(one, other) for other in new for one in old if one != other]
    for one, other in pairs[:_SWAP_COUNT]:
        yield own.replace(one, other)
        places = [match.start() for match in re.finditer(re.escape(one), own)]
        yield from (own[:at] + other + own[at + len(one) :] for at in places[:_SWAPPED_PLACES] if len(places) > 1)


def _patches(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a diff takes out and what it puts in."""
    for match in _HUNK.finditer(text):
        sides = ([line[1:].strip() for line in match[side].splitlines()] for side in ("old", "new"))
        old, new = ("\n".join(side) for side in sides)
        yield old, new


def _with_main(program: Program, text: str) -> Program:
    content = text.encode(errors="replace") + b"\n"
    files = tuple(SourceFile(each.path, content) if each.path == program.main else each for each in program.files)
    return replace(program, files=files)


def _fragments(text: str, own: str) -> Iterator[str]:
    """Yield pieces that may be code, whole blocks first."""
    fences = [match[1] for match in _FENCE.finditer(text)]
    inline = [match[1] for match in _INLINE.finditer(text)]
    bare = [match[0] for match in _BARE_CALL.finditer(text)]
    yield from map(_clean, fences)
    yield from (_clean(_ADDED.sub("", _REMOVED.sub("", each))) for each in fences if _ADDED.search(each))
    if len(fences) > 1:
        yield _clean("\n".join(fences))
    yield from (_clean(match[0]) for match in _INDENTED.finditer(text) if match[0].strip())
    yield from _code_lines(text)
    if len(inline) > 1:
        yield "\n".join(inline)
    yield from (each.strip() for each in [*inline, *bare] if _is_new_code(each, own))


def _is_new_code(fragment: str, own: str) -> bool:
    return len(_PART.findall(fragment)) >= _FRAGMENT_PARTS and bool(without_quotes(f"`{fragment}`", own))


def _clean(block: str) -> str:
    """Return a block without the numbers and the indentation that all its lines have."""
    lines = block.rstrip().split("\n")
    filled = [line for line in lines if line.strip()]
    if filled and all(_NUMBERED.match(line) for line in filled):
        lines = [_NUMBERED.sub("", line, count=1) for line in lines]
        filled = [line for line in lines if line.strip()]
    margin = min((len(line) - len(line.lstrip()) for line in filled), default=0)
    return "\n".join(line[margin:] for line in lines)


def _code_lines(text: str) -> Iterator[str]:
    """Yield what stands from the first to the last line that looks like code, and those lines alone."""
    lines = text.split("\n")
    bare = [_BULLET.sub("", line).replace("`", "") for line in lines]
    like = [number for number, line in enumerate(bare) if has_code(line) or _WORDS_BEFORE_CODE.match(line.strip())]
    if len(like) > 1:
        yield _clean("\n".join(lines[like[0] : like[-1] + 1]))
        yield _clean("\n".join(bare[number] for number in like))


def _alone_and_as_function(fragment: str, own: str) -> Iterator[str]:
    """Yield a fragment as the whole file, and in place of the functions of the same names."""
    if "\n" not in fragment and not has_code(fragment):
        return
    spliced = own
    for header in _HEADER.finditer(fragment):
        name = header["name"] or header["c"]
        new = _block(fragment, header)
        old = next((each for each in _HEADER.finditer(spliced) if (each["name"] or each["c"]) == name), None)
        if old is not None:
            body = _block(spliced, old)
            spliced = spliced.replace(body, _indented(_clean(new), old["indent"]), 1)
    if spliced != own:
        yield spliced
    yield fragment


def _block(text: str, header: re.Match[str]) -> str:
    """Return a function, from its header to where its braces close or its indentation ends."""
    start = header.start()
    first_line = text[start:].partition("\n")[0]
    if "{" in first_line:
        depth = 0
        for offset, character in enumerate(text[start:]):
            depth += (character == "{") - (character == "}")
            if character == "}" and depth == 0:
                return text[start : start + offset + 1]
        return text[start:]
    lines = text[start:].split("\n")
    margin = len(header["indent"])
    end = next(
        (n for n, line in enumerate(lines[1:], 1) if line.strip() and len(line) - len(line.lstrip()) <= margin),
        len(lines),
    )
    if end < len(lines) and lines[end].strip() == "end":
        end += 1
    return "\n".join(lines[:end]).rstrip()


def _indented(block: str, indent: str) -> str:
    return "\n".join(indent + line if line.strip() else line for line in block.split("\n"))


def _in_lines(fragment: str, lines: Sequence[str], places: Iterable[int]) -> Iterator[str]:
    """Yield the file with a fragment in place of, or beside, the lines that are named or most like it."""
    new = fragment.split("\n")
    for place in dict.fromkeys([*_most_like(new[0], lines), *places]):
        if not 1 <= place <= len(lines):
            continue
        before, line, after = lines[: place - 1], lines[place - 1], lines[place:]
        indent = line[: len(line) - len(line.lstrip())]
        placed = [indent + each for each in new]
        yield from ("\n".join([*before, each, *after]) for each in _called(fragment, line))
        if len(new) == 1:
            for side in (_RIGHT_SIDE, _CALL):
                match = side.match(line)
                if match and not _RIGHT_SIDE.match(fragment):
                    yield "\n".join([*before, match[1] + fragment + match[3], *after])
        yield "\n".join([*before, *placed, *lines[place - 1 + len(new) :]])
        yield "\n".join([*before, *placed, *after])
        yield "\n".join([*before, line, *placed, *after])
        yield "\n".join([*before, *placed, line, *after])


def _called(fragment: str, line: str) -> Iterator[str]:
    """Yield a line with a call in place of each call of the same function."""
    call = _NAMED_CALL.fullmatch(fragment)
    if call is None or len(line) > _LONGEST_LINE:
        return
    for start in (match.start() for match in re.finditer(rf"(?<![\w.]){re.escape(call[1])}\(", line)):
        depth = 0
        for offset in range(start + len(call[1]), len(line)):
            depth += (line[offset] == "(") - (line[offset] == ")")
            if depth == 0:
                yield line[:start] + fragment + line[offset + 1 :]
                break


def _most_like(fragment: str, lines: Sequence[str]) -> list[int]:
    """Return the number of the line that is most like a fragment; nothing where none is."""
    ratios = [
        (SequenceMatcher(None, fragment.strip()[:_COMPARED], line.strip()[:_COMPARED], autojunk=False).ratio(), -number)
        for number, line in enumerate(lines[:_COMPARED_LINES], 1)
        if line.strip()
    ]
    best = max(ratios, default=(0.0, 0))
    return [-best[1]] if best[0] > _ALIKE else []
