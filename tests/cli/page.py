"""A page of the documentation as steps: files that it shows, and commands with what they print."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
HELP = ROOT / "docs" / "reference" / "commands.md"
"""Shows the help of each command, and nothing else."""

_BLOCK = re.compile(r"(?:`([^`\n]+)`:\n\n)?^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@dataclass(frozen=True, slots=True)
class File:
    """A file that the reader is told to write."""

    path: str
    content: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A line that the reader is told to type."""

    line: str
    shown: str | None = None
    """What the page says it prints; a line with … alone stands for any number of lines. None: the page does not say."""


def name_of(page: Path) -> str:
    """Return a page's name in the repository."""
    return page.relative_to(ROOT).as_posix()


def steps(page: Path) -> Iterator[File | Typed]:
    """Yield the steps of a page, in order.

    Raises:
        ValueError: A block is neither a file with a name, nor commands, nor a piece of YAML.
    """
    for path, language, content in _BLOCK.findall(page.read_text("utf-8")):
        if language == "console":
            for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
                line, _, shown = part.partition("\n")
                yield Typed(line, shown)
        elif language == "sh":
            for line in re.sub(r" *\\\n *", " ", content).splitlines():
                yield Typed(re.sub(r"\s+# .*", "", line))
        elif path:
            yield File(path, content)
        elif language != "yaml":
            raise ValueError(f"{name_of(page)}: a block of {language or 'nothing'} is neither a file nor commands")


def inline(page: Path) -> list[str]:
    """Return what a page shows as code within its text."""
    return _INLINE.findall(_BLOCK.sub("", page.read_text("utf-8")))


def rows(page: Path, heading: str) -> list[list[str]]:
    """Return the rows of the first table of a page whose first column has a heading."""
    _, _, rest = page.read_text("utf-8").partition(f"\n| {heading} |")
    lines = rest.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
