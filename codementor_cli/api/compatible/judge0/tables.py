"""Judge0's numbers: of statuses, of languages, of limits."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from codementor_cli.api.compatible.versions import short_version
from codementor_cli.domain.challenge.limits import Ceilings
from codementor_cli.domain.challenge.program import Language
from codementor_cli.ports import Languages

VERSION = "1.13.1"
"""Clients choose numbers of languages by it."""
STATUSES = MappingProxyType(
    {
        1: "In Queue",
        2: "Processing",
        3: "Accepted",
        4: "Wrong Answer",
        5: "Time Limit Exceeded",
        6: "Compilation Error",
        7: "Runtime Error (SIGSEGV)",
        8: "Runtime Error (SIGXFSZ)",
        9: "Runtime Error (SIGFPE)",
        10: "Runtime Error (SIGABRT)",
        11: "Runtime Error (NZEC)",
        12: "Runtime Error (Other)",
        13: "Internal Error",
        14: "Exec Format Error",
    }
)
"""Source: app/enumerations/status.rb. We never answer 14: neither does Judge0 today."""
LANGUAGE_IDS = MappingProxyType(
    {
        "bash": (46,),
        "c": (50, 48, 49, 75),
        "cpp": (54, 52, 53, 76),
        "go": (60,),
        "java": (62,),
        "javascript": (63,),
        "python": (71,),
        "ruby": (72,),
        "rust": (73,),
        "typescript": (74,),
    }
)
"""By our language: Judge0's numbers, the one that we answer first. 52 is what its Python SDK takes for C++.

Source: db/languages/active.rb.
"""
_NAMES = MappingProxyType({"cpp": "C++", "javascript": "JavaScript", "typescript": "TypeScript"})
_MAKERS = MappingProxyType({"c": "GCC ", "cpp": "GCC ", "java": "OpenJDK ", "javascript": "Node.js "})


@dataclass(frozen=True, slots=True)
class Knob:
    """One limit of a submission."""

    name: str
    default: float
    most: float
    least: float = 0.0
    whole: bool = True
    """Whether it is a whole number; else it may have decimals."""


_KNOBS = (
    Knob("cpu_time_limit", 5, 15, whole=False),
    Knob("cpu_extra_time", 1, 5, whole=False),
    Knob("wall_time_limit", 10, 20, 1, whole=False),
    Knob("memory_limit", 256_000, 1_024_000, 2048),
    Knob("stack_limit", 64_000, 128_000),
    Knob("max_processes_and_or_threads", 60, 120, 1),
    Knob("max_file_size", 1024, 16_384),
    Knob("number_of_runs", 1, 1, 1),
)
"""Times in seconds, sizes in units of 1024 bytes. Source: app/helpers/config.rb; memory, output are more generous."""


def knobs(ceilings: Ceilings) -> tuple[Knob, ...]:
    """Return the limits of a submission, none above this machine's ceilings."""
    memory = None if ceilings.memory_bytes is None else ceilings.memory_bytes // 1024
    tops = {"cpu_time_limit": ceilings.wall_seconds, "wall_time_limit": ceilings.wall_seconds, "memory_limit": memory}
    return tuple(_below(knob, tops.get(knob.name)) for knob in _KNOBS)


def _below(knob: Knob, top: float | None) -> Knob:
    if top is None or top >= knob.most:
        return knob
    return Knob(knob.name, min(knob.default, top), top, min(knob.least, top), knob.whole)


def plain(knob: Knob, value: float) -> float | int:
    """Return a limit as JSON has it."""
    return int(value) if knob.whole or float(value).is_integer() else value


def language_name(language: Language) -> str:
    """Return a language's name as Judge0 writes it: ``C++ (GCC 14)``."""
    name = _NAMES.get(language.name, language.name.capitalize())
    return f"{name} ({_MAKERS.get(language.name, '')}{short_version(language)})"


def language_of_id(number: int, languages: Languages) -> Language | None:
    """Return the language of one of Judge0's numbers; None: we have none."""
    known = {language.name: language for language in languages.all()}
    return next((known.get(name) for name, numbers in LANGUAGE_IDS.items() if number in numbers), None)


def listed_languages(languages: Languages) -> list[dict[str, Any]]:
    """Return every number that is accepted, with the language's name."""
    known = {language.name: language for language in languages.all()}
    listed = [(number, known[name]) for name, numbers in LANGUAGE_IDS.items() if name in known for number in numbers]
    return [{"id": number, "name": language_name(language)} for number, language in sorted(listed, key=_number)]


def _number(listed: tuple[int, Language]) -> int:
    return listed[0]


def language_value(number: int, language: Language) -> dict[str, Any]:
    """Return one language in full."""
    return {
        "id": number,
        "name": language_name(language),
        "is_archived": False,
        "source_file": language.main_name,
        "compile_cmd": shlex.join(language.compile) or None,
        "run_cmd": shlex.join(language.run),
    }


def config_value(ceilings: Ceilings, most_queued: int) -> dict[str, Any]:
    """Return what this server allows, by the names of Judge0's configuration."""
    value: dict[str, Any] = {
        "maintenance_mode": False,
        "enable_wait_result": True,
        "enable_compiler_options": True,
        "allowed_languages_for_compile_options": ["C", "C++", "Java", "Rust", "TypeScript"],
        "enable_command_line_arguments": True,
        "enable_submission_delete": False,
        "enable_callbacks": False,
        "callbacks_max_tries": 0,
        "callbacks_timeout": 0.0,
        "enable_additional_files": True,
        "max_queue_size": most_queued,
        "enable_per_process_and_thread_time_limit": False,
        "allow_enable_per_process_and_thread_time_limit": False,
        "enable_per_process_and_thread_memory_limit": False,
        "allow_enable_per_process_and_thread_memory_limit": False,
        "redirect_stderr_to_stdout": False,
        "max_extract_size": MOST_EXTRACTED_KIB,
        "enable_batched_submissions": True,
        "max_submission_batch_size": MOST_BATCH,
        "submission_cache_duration": 0.0,
        "use_docs_as_homepage": False,
        "allow_enable_network": False,
        "enable_network": False,
        "disable_implicit_base64_encoding": True,
    }
    for knob in knobs(ceilings):
        value[knob.name] = plain(knob, knob.default)
        value[f"max_{knob.name}"] = plain(knob, knob.most)
    return value


MOST_BATCH = 20
"""Submissions of one request."""
MOST_EXTRACTED_KIB = 10_240
"""Of additional files, unpacked."""
MOST_FILES = 100
