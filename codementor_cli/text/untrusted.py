"""Make text of unknown origin safe for a terminal: output of programs and compilers, file names, YAML."""

from __future__ import annotations

import re

from codementor_cli.text.invisible import escape, shows

_SUSPECT = re.compile(r"[^\x20-\x7e]")

_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})
"""As in ``xml.sax.saxutils``, whose import takes as long as all of Typer's: it brings HTTP and e-mail along."""

_WIDE_SPACE = "\u3000"
"""Of Chinese and Japanese text: visible as a gap, and harmless."""


def visible(content: bytes | str, keep: str = "\n\t") -> str:
    r"""Return text in which every character shows itself and none acts.

    Control characters, escape sequences, direction marks, zero-width and blank characters, lone surrogates,
    unassigned characters, and bytes that are not UTF-8 come out as ``\x1b``, ``\u202e``, ``\xff``.

    Args:
        content: Anything that we did not write ourselves.
        keep: Control characters that stay: line feed and tab unless told otherwise.
    """
    text = content.decode("utf-8", "backslashreplace") if isinstance(content, bytes) else content
    return _SUSPECT.sub(lambda match: _form(match[0], keep), text)


def visible_line(content: bytes | str) -> str:
    """Return the same on one line: for names, titles and messages."""
    return visible(content, keep="")


def xml_text(content: bytes | str) -> str:
    """Return the same for the text or an attribute of an XML document, which most control characters must not be in.

    Source: XML 1.0, 2.2 "Characters" and 2.4 "Character Data and Markup".
    """
    return visible(content).translate(_XML)


def _form(character: str, keep: str) -> str:
    return character if shows(character) or character in keep or character == _WIDE_SPACE else escape(character)
