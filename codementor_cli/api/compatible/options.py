"""The options for compilers and interpreters that foreign clients may send: all others are refused.

An option can do nothing that the program itself could not: both run in the same lane, under the same limits. The lists
keep away what writes elsewhere, reads files by name, loads plug-ins or passes words on to other tools.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

_GCC = (
    r"-W[a-z0-9+=-]+",  # without a comma: -Wl,…, -Wa,… and -Wp,… pass words on
    r"-w|-ansi|-pedantic|-pedantic-errors|-pthread|-lm|-lpthread|-lrt|-ldl|-O([0-3sg]|fast)?|-g[0-3]?",
    r"-std=(c|gnu|c\+\+|gnu\+\+|iso9899:)[0-9a-z]+",
    r"-[DU][A-Za-z_]\w*(=[\w.+-]*)?",
    r"-f(no-)?(builtin|exceptions|rtti|inline|strict-aliasing|wrapv|trapv|signed-char|unsigned-char|permissive)",
    r"-f(no-)?(omit-frame-pointer|fast-math|math-errno|stack-protector|stack-protector-all|diagnostics-show-option)",
)
_JAVAC = (r"-Xlint(:[a-z,-]+)?|-nowarn|-g(:[a-z,]+)?|-parameters|-Werror|-deprecation|-proc:none|-XDuseUnsharedTable",)
_NODE = (
    r"--use[-_]strict|--no-warnings|--trace-warnings|--expose[-_]gc|--unhandled-rejections=[a-z-]+",
    r"--(stack[-_]size|max[-_]old[-_]space[-_]size)=\d{1,6}",
)
_TSC = (
    r"--(strict|noImplicitAny|strictNullChecks|noUnusedLocals|noImplicitReturns|downlevelIteration)",
    r"--(experimentalDecorators|emitDecoratorMetadata|noUncheckedIndexedAccess)",
)
COMPILERS = MappingProxyType(
    {
        "c": _GCC,
        "cpp": _GCC,
        "java": _JAVAC,
        "typescript": _TSC,
        "rust": (r"-O|-g|-C(opt-level=[0-3sz]|debuginfo=[0-2]|overflow-checks=(on|off|yes|no|y|n))|--edition=\d{4}",),
    }
)
"""By language: patterns of whole words."""
INTERPRETERS = MappingProxyType(
    {
        "python": (r"-[bBdEIOqsSuvx]+", r"-X[\w=]+", r"-W[\w:.]+"),
        "java": (
            r"-Xs[s]\d{1,6}[kKmM]|-X(mx|ms)\d{1,6}[kKmMgG]|-Xrs|-Xint|-XX:\+UseSerialGC|-XX:ActiveProcessorCount=\d{1,3}",
            r"-(ea|enableassertions|da|esa)(:[\w.]+)?|-D[\w.]+=[\w.-]*",
        ),
        "javascript": _NODE,
        "typescript": _NODE,
        "ruby": (r"-w|-W[0-2]?|-d|--(enable|disable)=[a-z_-]+",),
    }
)
_WITH_A_WORD = MappingProxyType(
    {
        ("c", "-x"): r"c|c\+\+",
        ("cpp", "-x"): r"c|c\+\+",
        ("java", "--release"): r"\d{1,2}",
        ("java", "-source"): r"[\d.]{1,4}",
        ("java", "-target"): r"[\d.]{1,4}",
        ("java", "-encoding"): r"[\w-]+",
        ("rust", "-C"): r"opt-level=[0-3sz]|debuginfo=[0-2]|overflow-checks=(on|off|yes|no|y|n)",
        ("rust", "--edition"): r"\d{4}",
        ("typescript", "--target"): r"es\d{1,4}|esnext",
        ("python", "-X"): r"[\w=]+",
        ("python", "-W"): r"[\w:.]+",
        ("python", "-c"): r"(?s:.*)",  # a program in place of the program: Jobe's clients send it
    }
)
"""Options that take the next word."""


def refused_option(
    language: str, options: Sequence[str], patterns: MappingProxyType[str, tuple[str, ...]]
) -> str | None:
    """Return the first option that is not on the list; None: all are.

    Args:
        language: Ours.
        options: One word each.
        patterns: ``COMPILERS`` or ``INTERPRETERS``.
    """
    listed = patterns.get(language, ())
    rest = list(options)
    while rest:
        option = rest.pop(0)
        wanted = _WITH_A_WORD.get((language, option)) if listed else None
        if wanted is not None and rest and re.fullmatch(wanted, rest[0], re.ASCII):
            rest.pop(0)
        elif not any(re.fullmatch(pattern, option, re.ASCII) for pattern in listed):
            return option
    return None
