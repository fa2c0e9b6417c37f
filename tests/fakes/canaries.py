"""A challenge and programs full of words that must stay on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

HIDDEN_INPUT = "canaryhiddeninput7f3a"
HIDDEN_EXPECTED = "canaryhiddenexpected91bc"
HIDDEN_NAME = "canary hidden name 55aa"
REFERENCE = "canaryreference0d2e"
RUNGS = tuple(f"canaryrung{number}ee" for number in (1, 2, 3, 4))
ENVIRONMENT = "canaryenvironment4b11"
HOME = "canaryhome8c77"

ALWAYS = (HIDDEN_INPUT, HIDDEN_EXPECTED, HIDDEN_NAME, REFERENCE, ENVIRONMENT, HOME)
"""What no request may hold, at any level."""

CHALLENGE = f"""\
id: shout
title: Shout
difficulty: easy
description: Print a word in capitals.
instructions: Read one word and print it in capital letters, three times.
limits: {{time: 1s}}
languages: {{python: {{}}}}
hints:
  - "Which letters does the word have? {RUNGS[0]}"
  - "How does a text become capitals? {RUNGS[1]}"
  - "Take ab. It becomes AB, and then ABABAB. {RUNGS[2]}"
  - "Look at the line that prints. {RUNGS[3]}"
tests:
  - {{name: seen, sample: true, input: "abc\\n", expected: "ABCABCABC\\n"}}
  - {{name: "{HIDDEN_NAME}", hidden: true, description: "{HIDDEN_NAME}", input: "{HIDDEN_INPUT}\\n",
     expected: "{HIDDEN_EXPECTED}\\n"}}
"""

REFERENCE_CODE = f"""\
def {REFERENCE}(word):
    loud = word.strip().upper()
    result = ""
    for {REFERENCE}_round in range(3):
        result = result + loud
    return result


print({REFERENCE}(input()))
"""

_ON_HIDDEN = "import sys, os\nword = input()\nif word == 'abc':\n    print('ABCABCABC')\nelse:\n    {}\n"
_ALWAYS = "import sys, os\nword = input()\n{}\n"
_WAYS = {
    "stdout": "print(word * 50)",
    "stderr": "sys.stderr.write(word * 50); sys.exit(3)",
    "exit text": "sys.exit(word)",
    "message": "raise ValueError(word)",
    "key": "{}[word]",
    "class": "raise type(word, (Exception,), {})(word)",
    "known class with a tail": "raise type('ValueError' + word, (ValueError,), {})()",
    "file": "exec(compile('1/0', word + '.py', 'exec'))",
    "forged place": "sys.stderr.write(f'  File \"{word}\", line 4, in x\\nValueError: {word}\\n'); os._exit(1)",
    "forged class": "sys.stderr.write(f'  File \"main.py\", line 4, in x\\n{word}: {word}\\n'); os._exit(1)",
    "notes": "e = ValueError(word); e.add_note(word); raise e",
    "chain": "raise ValueError(word) from KeyError(word)",
    "group": "raise ExceptionGroup(word, [ValueError(word)])",
    "function name": "exec(f'def {word}():\\n  raise ValueError({word!r})\\n{word}()')",
    "java": "sys.stderr.write(f'Exception in thread \"main\" {word}: {word}\\n\\tat x(main.py:3)\\n'); os._exit(1)",
    "ruby": "sys.stderr.write(f\"main.py:3:in '{word}': {word} ({word.capitalize()})\\n\"); os._exit(1)",
    "go": "sys.stderr.write(f'panic: {word}\\n\\ngoroutine 1 [running]:\\n\\tmain.py:3 +0x1\\n'); os._exit(1)",
    "left behind": "open('/tmp/' + word, 'w').write(word); print(open('/tmp/' + word).read())",
    "time": "[word * n for n in range(10 ** 9)]",
}

ECHOES: Mapping[str, str] = MappingProxyType(
    {f"{name} on hidden cases": _ON_HIDDEN.format(way) for name, way in _WAYS.items()}
    | {f"{name} on every case": _ALWAYS.format(way) for name, way in _WAYS.items() if name in {"stdout", "class"}}
    | {
        "folders and variables": (
            f"import os, sys\nword = input()  # /home/{HOME}/notes\n"
            "print(os.environ, os.getcwd(), os.path.expanduser('~'), __file__, sys.path)\n"
        ),
        "folder in a crash": f"word = input()\nraise OSError('/home/{HOME}/notes')\n",
        "does not compile": f"word = input()  # {'x' * 20}\nif word\n    open('/Users/{HOME}/x')\n",
    }
)
"""Programs that say everything they know, everywhere they can; or name the learner's folders themselves."""


def lay_out(folder: Path) -> None:
    """Write the challenge into a folder ``challenges``."""
    place = folder / "challenges" / "shout"
    (place / "submissions" / "accepted").mkdir(parents=True)
    (place / "challenge.yaml").write_text(CHALLENGE, encoding="utf-8")
    (place / "submissions" / "accepted" / f"{REFERENCE}.py").write_text(REFERENCE_CODE, encoding="utf-8")
