"""First files for challenges without starter code: they run as they are, read the input, and answer nothing."""

from __future__ import annotations

import re

from codementor_cli.domain.challenge.challenge import Challenge, Function
from codementor_cli.domain.challenge.program import Language, SourceFile

_PYTHON_CALL = """\
def {name}({parameters}):
    # {signature}
    # Return the answer to {title}.
    return None
"""
_SCRIPT_CALL = """\
function {name}({parameters}) {{
  // {signature}
  // Return the answer to {title}.
  return null;
}}
"""


def skeleton(challenge: Challenge, language: Language) -> SourceFile:
    """Return a first file in a language that the challenge takes; its path is the usual name of a main file."""
    title = _one_line(challenge.title)
    function = challenge.suite.function
    text = (language.skeleton or language.hello).replace("{title}", title)
    if function is not None:
        text = _call(function, language, title)
    return SourceFile(language.main_name, text.encode())


def _call(function: Function, language: Language, title: str) -> str:
    """Return a definition of the function; types are said in a comment, in the words of the statement."""
    python = language.name == "python"
    typed = ", ".join(f"{each.name}: {each.type}" for each in function.parameters)
    return (_PYTHON_CALL if python else _SCRIPT_CALL).format(
        name=function.name if python else _camel(function.name),
        parameters=", ".join(each.name if python else _camel(each.name) for each in function.parameters),
        signature=f"{function.name}({_one_line(typed)}) -> {_one_line(function.returns)}",
        title=title,
    )


def _camel(name: str) -> str:
    """Return a name as JavaScript writes it; the harness takes both."""
    return re.sub(r"(?<=[a-z0-9])_([a-z0-9])", lambda found: found[1].upper(), name)


def _one_line(text: str) -> str:
    """Return an author's text for a comment, which it must not leave: no line ends, no end of a comment."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split()).replace("\\", "/")
