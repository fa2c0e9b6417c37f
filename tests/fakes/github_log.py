"""The log of a step, as the runner of GitHub reads it."""

from __future__ import annotations

import re


def obeyed(log: str) -> list[str]:
    """Return the lines that GitHub's runner obeys.

    Source: actions/runner, ActionCommand.cs: blanks before a command do not matter, ``##[`` may be anywhere in a line.
    """
    lines, token = [], ""
    for line in re.split(r"\r\n|\r|\n", log):
        text = line.strip()
        if token:
            token = "" if text == f"::{token}::" else token
        elif text.startswith("::stop-commands::"):
            token = text.removeprefix("::stop-commands::")
        elif text.startswith("::") or "##[" in text:
            lines.append(text)
    assert not token
    return lines
