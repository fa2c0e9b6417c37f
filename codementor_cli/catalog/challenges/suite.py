"""Test cases, limits, checker and function of a file, as a ``TestSuite``."""

from __future__ import annotations

from typing import Any, TypeVar

from codementor_cli.catalog.challenges.schema import (
    CheckerEntry,
    FunctionEntry,
    LimitsEntry,
    checker_mapping,
)
from codementor_cli.catalog.challenges.signature import ValueType, parse_type
from codementor_cli.catalog.challenges.testcases import CaseReader
from codementor_cli.catalog.programs import program_below
from codementor_cli.catalog.yaml.problems import Problems
from codementor_cli.catalog.yaml.validation import given, section
from codementor_cli.domain.challenge.challenge import Checker, CheckerType, Function, Parameter, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.files.folder import FolderFiles, Refused
from codementor_cli.ports import Languages
from codementor_cli.text.sentences import one_of

SUITE_KEYS = ("tests", "limits", "checker", "function")

Entry = TypeVar("Entry")

# Which checkers take which option.
_OPTIONS = {
    "case_sensitive": ("tokens",),
    "absolute": ("float", "json"),
    "relative": ("float", "json"),
    "program": ("custom",),
}


class SuiteReader:
    """Reads the part of a file that judging needs; what is wrong goes to the report."""

    def __init__(self, data: dict[str, Any], files: FolderFiles, report: Problems, languages: Languages | None) -> None:
        self._data = data
        self._files = files
        self._report = report
        self._languages = languages

    def read(self) -> TestSuite:
        """Return the suite: of use only where nothing was reported."""
        entry = self._section(FunctionEntry, "function")
        signature = self._signature(entry) if entry else None
        function = None
        if entry:
            parameters = tuple(Parameter(parameter.name, parameter.type) for parameter in entry.parameters)
            function = Function(name=entry.name, parameters=parameters, returns=entry.returns)
        checker = self._checker()
        if entry and checker and checker.type is not CheckerType.JSON:
            message = f"a function-call challenge has the checker json, not {checker.type}"
            self._report.at(("checker", "type"), message, "leave the checker out, or give json a tolerance")
        default = Checker(type=CheckerType.JSON) if entry else Checker()
        cases = CaseReader(self._files, self._report, signature, is_call="function" in self._data)
        return TestSuite(
            tests=cases.read(self._data), limits=self._limits(), checker=checker or default, function=function
        )

    def _section(self, model: type[Entry], key: str) -> Entry | None:
        return section(model, self._data[key], (key,), self._report) if key in self._data else None

    def _limits(self) -> Limits:
        entry = self._section(LimitsEntry, "limits")
        names = {
            "time": "time_seconds",
            "wall_time": "wall_time_seconds",
            "memory": "memory_bytes",
            "output": "output_bytes",
            "processes": "process_count",
        }
        values = given(entry) if entry else {}
        return Limits(**{names[key]: value for key, value in values.items()})

    def _signature(self, entry: FunctionEntry) -> tuple[list[ValueType], ValueType]:
        """Return the types of the parameters and of the returned value."""
        names: set[str] = set()
        for index, parameter in enumerate(entry.parameters):
            if parameter.name in names:
                path = ("function", "parameters", index, "name")
                self._report.at(path, f"a second parameter is named {parameter.name}")
            names.add(parameter.name)
        return [parse_type(parameter.type) for parameter in entry.parameters], parse_type(entry.returns)

    def _checker(self) -> Checker | None:
        if "checker" not in self._data:
            return None
        entry = section(CheckerEntry, checker_mapping(self._data["checker"]), ("checker",), self._report)
        if entry is None:
            return None
        options = given(entry)
        del options["type"]
        for option in options:
            if entry.type not in _OPTIONS[option]:
                message = f"the checker {entry.type} has no option {option}"
                self._report.at_key(("checker", option), message, f"{option} is for {one_of(_OPTIONS[option])}")
        program = self._checker_program(entry)
        options.pop("program", None)
        return Checker(type=CheckerType(entry.type), program=program, **options)

    def _checker_program(self, entry: CheckerEntry) -> Program | None:
        path = ("checker", "program")
        if entry.type != "custom":
            return None
        if entry.program is None:
            self._report.missing(("checker",), "program", "write checker: {type: custom, program: checker.py}")
            return None
        if self._languages is None:
            self._report.at(path, "a custom checker works in a challenge only")
            return None
        try:
            return program_below(self._files, entry.program, self._languages)
        except Refused as error:
            self._report.at(path, error.message, error.suggestion)
            return None


def known_language(name: str, path: tuple[str | int, ...], languages: Languages, report: Problems) -> bool:
    """Problems a language that is not known; return whether it is."""
    known = [language.name for language in languages.all()]
    if name in known:
        return True
    report.at_key(path, f"there is no language {name}", report.near(name, known) or f"known are {one_of(known)}")
    return False
