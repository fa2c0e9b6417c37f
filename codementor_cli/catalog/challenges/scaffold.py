"""A new challenge: a small complete example for its author to change."""

from __future__ import annotations

import re
from pathlib import Path

from codementor_cli.catalog.new_folder import check_id, write_example

_FILES = {
    "submissions/accepted/add.py": """\
first, second = map(int, input().split())
print(first + second)
""",
    "submissions/wrong_answer/no_sign.py": """\
first, second = map(int, input().split())
print(abs(first) + abs(second))
""",
    "starter/main.py": """\
line = input()
# Print the sum of the two numbers in the line.
""",
}


def new_challenge(folder: Path, challenge_id: str) -> Path:
    """Write a small complete challenge, which says that it is an example.

    Args:
        folder: Holds challenge folders; made if need be.
        challenge_id: The name of the new folder in it.

    Returns:
        The new challenge folder.

    Raises:
        UserFileError: The id is not one, or is taken, or the folder cannot be written; nothing is overwritten.
        EnvironmentFault: The disk is full; nothing is left of the challenge.
    """
    check_id(challenge_id, "two-sum", ("challenges", "new"))
    template = Path(__file__).with_name("new_challenge.yaml").read_text(encoding="utf-8")
    files = {"challenge.yaml": template.replace("{id}", _scalar(challenge_id)), **_FILES}
    write_example(folder / challenge_id, files, ("challenges", "verify", challenge_id), parents=True)
    return folder / challenge_id


def _scalar(text: str) -> str:
    """Return text as YAML that is certain to be read as text: ids like 010 or no are possible."""
    return text if re.fullmatch(r"[A-Za-z]{4,}[a-z -]*", text) and text.lower() not in {"null", "true"} else f'"{text}"'
