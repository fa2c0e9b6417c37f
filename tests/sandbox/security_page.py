"""SECURITY.md's table of attacks, from the headers of the programs: ``python -m tests.sandbox.security_page``."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "SECURITY.md"
MARK = "<!-- attacks -->\n"
_PROGRAMS = Path(__file__).parent / "programs"
_LANGUAGES = (("python", ".py", "#"), ("c", ".c", "//"))


def table() -> str:
    """Return the table: attack, outcome, programs."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for folder, ending, comment in _LANGUAGES:
        for path in sorted((_PROGRAMS / folder).glob(f"*{ending}")):
            text = path.read_text(encoding="utf-8")
            header = dict(re.findall(rf"^{comment} (attack|verdict|prints): ?(.*)$", text, re.MULTILINE))
            if "verdict" in header:
                outcome = " or ".join(f"`{verdict}`" for verdict in header["verdict"].split())
                if header.get("prints", "").startswith("held"):
                    outcome += ", gains nothing"
                found[header["attack"], outcome].append(f"`{folder}/{path.name}`")
    rows = [f"| {attack} | {outcome} | {', '.join(files)} |" for (attack, outcome), files in sorted(found.items())]
    return "\n".join(["| attack | outcome | program |", "|---|---|---|", *rows]) + "\n"


def main() -> None:
    """Write the table into the page."""
    before, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    PAGE.write_text(before + MARK + "\n" + table(), encoding="utf-8")


if __name__ == "__main__":
    main()
