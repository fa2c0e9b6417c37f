r"""Text of unknown origin made visible: program output, compiler messages, file names, YAML, answers of a mentor.

Each function shows a character that hides or acts as an escape: ``\n``, ``\x1b``, ``\u202e``. ``text/invisible`` says
which ones do. The functions differ in the characters that their surface keeps.
"""

from __future__ import annotations

import json
import re
import shlex
import unicodedata

from codementor_cli.text.invisible import all_show, escape, shows

_SUSPECT = re.compile(r"[^\x20-\x7e]")
_LINES = "\n\t"
_WIDE_SPACE = "\u3000"
"""Of Chinese and Japanese text: visible as a gap, and harmless on a terminal."""

# As in ``xml.sax.saxutils``, whose import takes as long as all of Typer's: it brings HTTP and e-mail along.
_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>&~@$:/])")
_MARKDOWN_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_REFERENCES = re.compile(r"(?<=[@#])(?=\w)")
"""Where GitHub makes a link to a person or an issue, escaped or not: a zero-width space goes in between."""


def escaped(text: str, keep: str = "") -> str:
    """Return text on one line, for a sentence; characters in ``keep`` stay as they are."""
    return _SUSPECT.sub(lambda found: found[0] if shows(found[0]) or found[0] in keep else escape(found[0]), text)


def escaped_lines(text: str) -> str:
    """Return text with its line feeds and tabs, for a prompt."""
    return escaped(text, _LINES)


def visible(content: bytes | str) -> str:
    r"""Return text with its line feeds and tabs, for a terminal; bytes that are not UTF-8 come out as ``\xff``."""
    return escaped(_decoded(content), _LINES + _WIDE_SPACE)


def visible_line(content: bytes | str) -> str:
    """Return the same on one line: for names, titles and messages on a terminal."""
    return escaped(_decoded(content), _WIDE_SPACE)


def xml_text(content: bytes | str) -> str:
    """Return the same for the text or an attribute of an XML document, which may hold few control characters.

    Source: XML 1.0, 2.2 "Characters" and 2.4 "Character Data and Markup".
    """
    return visible(content).translate(_XML)


def markdown_text(safe: str) -> str:
    """Return text, visible already and on one line, that Markdown shows as it is."""
    parts = _REFERENCES.split(safe)
    return "&#8203;".join(_MARKDOWN.sub(_markdown_form, part) for part in parts)


def json_text(dumped: str) -> str:
    r"""Return dumped JSON with ``\u…`` escapes, which JSON readers turn back, for characters that hide or act."""
    return _SUSPECT.sub(lambda found: _json_form(found[0]), dumped)


def shell_word(text: str) -> str:
    """Return a name as one word of a shell command, safe to print."""
    return shlex.quote(text) if all_show(text) else f"'{escaped(text)}'"


def stripped(text: str) -> str:
    """Return text without the characters that do not show, and without white space around it."""
    text = text.replace("\r\n", "\n")
    return _SUSPECT.sub(lambda found: found[0] if shows(found[0]) or found[0] in _LINES else "", text).strip()


def normalised(text: str) -> str:
    """Return text with plain letters for ligatures, wide letters and the like (Unicode's NFKC)."""
    return unicodedata.normalize("NFKC", text)


def _decoded(content: bytes | str) -> str:
    return content.decode("utf-8", "backslashreplace") if isinstance(content, bytes) else content


def _markdown_form(found: re.Match[str]) -> str:
    return _MARKDOWN_ENTITIES.get(found[1], f"\\{found[1]}")


def _json_form(character: str) -> str:
    if shows(character) or character == "\n":
        return character
    # json.dumps leaves DEL as it is: it is ASCII.
    return "\\u007f" if character == "\x7f" else json.dumps(character)[1:-1]
