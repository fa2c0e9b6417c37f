"""Characters that show nothing or act on a screen, and their escapes: the one table for every surface."""

from __future__ import annotations

_BLANK = frozenset(
    chr(code)
    for codes in (
        (0x034F,),  # combining grapheme joiner
        range(0x115F, 0x1161),  # Hangul fillers
        range(0x17B4, 0x17B6),  # Khmer inherent vowels
        (0x180B, 0x180C, 0x180D, 0x180F),  # Mongolian variation selectors
        (0x2800,),  # the Braille pattern without a dot
        (0x3164, 0xFFA0),  # Hangul fillers
        range(0xFE00, 0xFE10),  # variation selectors
        (0x1D159,),  # the musical null notehead
        range(0xE0100, 0xE01F0),  # variation selectors supplement
    )
    for code in codes
)
"""Letters, marks and signs that ``str.isprintable`` lets pass and that show nothing.

Source: Unicode, DerivedCoreProperties.txt, Default_Ignorable_Code_Point, without what is not printable anyway; and the
two blank signs U+2800 and U+1D159.
"""

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def shows(character: str) -> bool:
    """Whether a character shows itself, in its place, as nothing else does: the space is the only white one."""
    return character.isprintable() and character not in _BLANK


def all_show(text: str) -> bool:
    """Whether every character of a text does."""
    return text.isprintable() and (text.isascii() or _BLANK.isdisjoint(text))


def escape(character: str) -> str:
    r"""Return what stands for a character: ``\n``, ``\x1b``, ``\u202e``, ``\U000e0041``.

    A byte that was not UTF-8 in a file name or an argument (PEP 383) comes out as itself: ``\xff``.
    """
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    if character in _NAMED:
        return _NAMED[character]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
