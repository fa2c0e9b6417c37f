"""Jobe's languages, and the options that it compiles and starts them with."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from codementor_cli.api.compatible.versions import short_version
from codementor_cli.domain.challenge.program import Language
from codementor_cli.ports import Languages


@dataclass(frozen=True, slots=True)
class JobeLanguage:
    """How Jobe treats a language."""

    ours: str
    compile_options: tuple[str, ...] = ()
    """Where the client sends none. Source: app/Libraries/CTask.php and its siblings."""
    run_options: tuple[str, ...] = ()
    memory_megabytes: int = 400
    compiler_is_silent: bool = False
    """Whether any word of the compiler's is an error, warnings too."""
    checks_syntax: bool = True
    """Whether wrong syntax is a compilation error; else the run would end by it."""


JOBE_LANGUAGES = MappingProxyType(
    {
        "bash": JobeLanguage("bash", checks_syntax=False),
        "c": JobeLanguage("c", ("-Wall", "-Werror", "-std=c99"), compiler_is_silent=True),
        "cpp": JobeLanguage("cpp", ("-Wall", "-Werror"), compiler_is_silent=True),
        "go": JobeLanguage("go"),
        "java": JobeLanguage("java", memory_megabytes=600, compiler_is_silent=True),
        "nodejs": JobeLanguage("javascript", (), ("--use_strict",), checks_syntax=False),
        "python3": JobeLanguage("python", memory_megabytes=1000),
        "ruby": JobeLanguage("ruby", checks_syntax=False),
        "rust": JobeLanguage("rust"),
        "typescript": JobeLanguage("typescript"),
    }
)
"""By Jobe's name; bash, go, ruby, rust and typescript are ours in addition."""


def jobe_name(language: str) -> str:
    """Return Jobe's name of one of our languages."""
    return next(name for name, each in JOBE_LANGUAGES.items() if each.ours == language)


def listed_languages(languages: Languages) -> list[tuple[str, str]]:
    """Return pairs of names and versions."""
    known: dict[str, Language] = {language.name: language for language in languages.all()}
    return [(name, short_version(known[each.ours])) for name, each in JOBE_LANGUAGES.items() if each.ours in known]
