"""A new challenge: a small complete one, to be changed into what its author has in mind."""

from __future__ import annotations

import re
from pathlib import Path

from codementor_cli.errors import NextStep, UserFileError
from codementor_cli.files.atomic import write_fault, write_folder
from codementor_cli.files.paths import shown_path
from codementor_cli.text.excerpts import brief
from codementor_cli.text.untrusted import escaped

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")

_CHALLENGE = """\
# An example to replace: it adds two numbers, and verifies as it stands. Change all of it into your own challenge, the
# files in starter/ and submissions/ too, and check it with: codementor challenges verify {id}
id: {id}  # the name of this folder
title: Example to replace - add two numbers
difficulty: easy  # easy, medium or hard
tags: [arithmetic]
description: An example to replace by your own challenge. Read two whole numbers and print their sum.

# The whole statement, in Markdown.
instructions: |
  Read two whole numbers from one line and print their sum.

  | input | output |
  |-------|--------|
  | `3 4` | `7`    |

# What a program may use for each test case. Every one can be left out.
limits: {{time: 2s, memory: 256 MiB}}

# How output is compared: exact, lines, tokens, float, unordered, json or custom.
checker: lines

# Leave this out to take every installed language without starter code.
languages:
  python: {{starter: starter/main.py}}

# From a question to a worked step; learners ask for them one by one.
hints:
  - How many numbers are in the line?
  - split() gives texts. What turns a text into a number?
  - int(word) for each word, then the sum of them.

# Text that YAML could read as a number needs quotes. Hidden cases show learners a name and a verdict only.
tests:
  - {{name: example, sample: true, input: "3 4\\n", expected: "7\\n"}}
  - {{name: negative, input: "-3 4\\n", expected: "1\\n"}}
  - {{name: large, hidden: true, input: "1000000000000 1\\n", expected: "1000000000001\\n"}}
"""

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
    if not _ID.fullmatch(challenge_id):
        better = re.sub(r"[^a-z0-9]+", "-", challenge_id.lower()).strip("-")[:100]
        raise UserFileError(
            f"{brief(challenge_id)} is not an id: expected a-z, 0-9 and -, like two-sum",
            NextStep(("challenges", "new", better)) if better else "",
        )
    root = folder / challenge_id
    files = {"challenge.yaml": _CHALLENGE.format(id=_scalar(challenge_id)), **_FILES}
    try:
        write_folder(root, files)
    except FileExistsError as error:
        raise UserFileError(
            f"{shown_path(root)} is there already, and is left as it is",
            NextStep(("challenges", "verify", escaped(challenge_id)), "choose another id, or: {}"),
        ) from error
    except OSError as error:
        message = f"{shown_path(root)} cannot be written: {escaped(str(error.strerror))}"
        raise write_fault(error, message, "Go to a folder that you may write to, then try again.") from error
    return root


def _scalar(text: str) -> str:
    """Return text as YAML that is certain to be read as text: ids like 010 or no are possible."""
    return text if re.fullmatch(r"[A-Za-z]{4,}[a-z -]*", text) and text.lower() not in {"null", "true"} else f'"{text}"'
