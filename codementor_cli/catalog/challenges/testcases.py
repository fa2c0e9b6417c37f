"""Test cases of a file: inline, in files, and function calls."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterator
from typing import Any

from codementor_cli.catalog.challenges.schema import MAX_CASE_COUNT, MAX_NAME_LENGTH, TestEntry
from codementor_cli.catalog.challenges.signature import ValueType, mismatch
from codementor_cli.catalog.yaml.nodes import Node, NodePath, Scalar
from codementor_cli.catalog.yaml.problems import Problems, reading
from codementor_cli.catalog.yaml.validation import section
from codementor_cli.domain.challenge.challenge import TestCase
from codementor_cli.files.folder import FolderFiles, Refused
from codementor_cli.text.amounts import count_text
from codementor_cli.text.excerpts import brief
from codementor_cli.text.sentences import one_of
from codementor_cli.text.untrusted import escaped

Signature = tuple[list[ValueType], ValueType]

_FORMS = {
    "input": frozenset({"input", "expected"}),
    "input_file": frozenset({"input_file", "expected_file"}),
    "args": frozenset({"args", "expected"}),
    "files": frozenset({"files"}),
}
_FORM_KEYS = frozenset().union(*_FORMS.values())


class CaseReader:
    """Reads the test cases of one file; what is wrong goes to the report."""

    def __init__(self, files: FolderFiles, report: Problems, signature: Signature | None, *, is_call: bool) -> None:
        self._files = files
        self._report = report
        self._signature = signature
        self._is_call = is_call
        self._first: dict[str, int] = {}

    def read(self, data: dict[str, Any]) -> tuple[TestCase, ...]:
        """Return the cases of ``tests``, in order: of use only where nothing was reported."""
        entries = data.get("tests")
        if "tests" not in data:
            self._report.missing((), "tests", "name one test case or more")
        elif not isinstance(entries, list) or not entries:
            self._report.at(("tests",), "expected a list of one test case or more", "start each with - {name: …")
        found: list[TestCase] = []
        for index, item in enumerate(entries if isinstance(entries, list) else ()):
            self._check_expected(index, item)
            for case in self._cases(index, item):
                self._check_name(case.name, index)
                found.append(case)
            if len(found) > MAX_CASE_COUNT:
                self._report.at(("tests", index), f"there are more than {MAX_CASE_COUNT} test cases")
                break
        return tuple(found)

    def _cases(self, index: int, item: Any) -> Iterator[TestCase]:
        path: NodePath = ("tests", index)
        before = self._report.count
        entry = section(TestEntry, item, path, self._report)
        if entry is None:
            return
        given = frozenset(item) & _FORM_KEYS
        # A misspelt key was reported: that another is missing then only follows from it.
        if self._report.count > before and given not in _FORMS.values():
            return
        form = self._form(path, given)
        self._check_folding(path)
        if entry.sample and entry.hidden:
            self._report.at_key((*path, "hidden"), "a sample is shown to learners and cannot be hidden", "keep one")
        try:
            match form:
                case "input":
                    yield from self._inline(index, entry)
                case "input_file":
                    yield self._from_pair(index, entry)
                case "args":
                    yield from self._call(index, entry)
                case "files":
                    yield from self._pairs(path, entry)
        except Refused as error:
            self._report.at((*path, "files"), error.message, error.suggestion)

    def _check_expected(self, index: int, item: Any) -> None:
        """Problems expected output that is no text, also where the rest of the test case is wrong."""
        if self._is_call or not isinstance(item, dict) or "args" in item:
            return
        if not isinstance(item.get("expected", ""), str):
            self._report.text_expected(("tests", index, "expected"))

    def _form(self, path: NodePath, given: frozenset[str]) -> str | None:
        """Return which form a test has, by its most telling key; None where it is none or several."""
        for name, keys in _FORMS.items():
            if given == keys:
                return self._allowed(path, name)
        forms = "input and expected, args and expected, input_file and expected_file, or files"
        for name, keys in _FORMS.items():
            if given < keys and given:
                lacking = one_of(sorted(keys - given))
                if name == "input" and self._is_call and given == {"expected"}:
                    lacking = "args"
                self._report.missing(path, lacking, f"a test case has {forms}")
                return None
        words = f"both {' and '.join(sorted(given))}" if given else "neither input nor args nor files"
        self._report.at_place(self._place(path), f"this test case has {words}", f"a test case has {forms}", "form")
        return None

    def _place(self, path: NodePath) -> Any:
        node = self._report.node(path)
        if node is None:
            raise AssertionError("a test case comes from a node")
        return node.place

    def _allowed(self, path: NodePath, form: str) -> str | None:
        if form == "args" and not self._is_call:
            self._report.at_key((*path, "args"), "args need a function", "add function: {name, parameters, returns}")
            return None
        if form != "args" and self._is_call:
            message = f"a function-call challenge has args, not {form}"
            self._report.at_key((*path, form), message, "write args: [...] and expected:")
            return None
        return form

    def _check_folding(self, path: NodePath) -> None:
        """Problems text whose line breaks YAML joins: what arrives is not what the author sees."""
        for key in ("input", "expected"):
            node = self._report.node((*path, key))
            if not isinstance(node, Scalar):
                continue
            if node.style == ">" or (node.style in {None, "'"} and node.line_count > 1):
                self._report.at((*path, key), "YAML joins these lines into one", "write | to keep line breaks")

    def _inline(self, index: int, entry: TestEntry) -> Iterator[TestCase]:
        if isinstance(entry.expected, str):
            yield _case(entry, entry.name or f"case-{index + 1}", entry.input.encode(), entry.expected.encode())

    def _from_pair(self, index: int, entry: TestEntry) -> TestCase:
        contents = []
        for key, name in (("input_file", entry.input_file), ("expected_file", entry.expected_file)):
            try:
                contents.append(self._files.read(name))
            except Refused as error:
                self._report.at(("tests", index, key), error.message, error.suggestion)
                contents.append(b"")
        return _case(entry, entry.name or f"case-{index + 1}", *contents)

    def _call(self, index: int, entry: TestEntry) -> Iterator[TestCase]:
        if self._signature and self._call_fits(("tests", index), entry, self._signature):
            yield _case(entry, entry.name or f"case-{index + 1}", _json(entry.args), _json(entry.expected))

    def _call_fits(self, path: NodePath, entry: TestEntry, signature: Signature) -> bool:
        types, returns = signature
        if len(entry.args) != len(types):
            message = f"expected {count_text(len(types), 'argument')}, one for each parameter, not {len(entry.args)}"
            self._report.at((*path, "args"), message)
            return False
        checks: list[tuple[NodePath, Any, ValueType]] = [
            ((*path, "args", place), value, value_type)
            for place, (value, value_type) in enumerate(zip(entry.args, types, strict=True))
        ]
        checks.append(((*path, "expected"), entry.expected, returns))
        before = self._report.count
        for value_path, value, value_type in checks:
            self._check_value(value_path, value, value_type)
        return self._report.count == before and _is_json(entry)

    def _check_value(self, path: NodePath, value: Any, value_type: ValueType) -> None:
        found = mismatch(value, value_type)
        if not found:
            return
        where = (*path, *found.path)
        node = self._report.node(where)
        if found.expected.name == "str" and isinstance(node, Scalar) and node.style is None and node.text:
            self._report.text_expected(where)
        else:
            self._report.at(where, found.message, _retyped(node))

    def _pairs(self, path: NodePath, entry: TestEntry) -> Iterator[TestCase]:
        folder, _, pattern = entry.files.rpartition("/")
        if "*" in folder:
            raise Refused("a * works in the last part of the pattern only", "name the folder")
        names = self._files.names(folder)
        present = frozenset(names)
        inputs = [name for name in names if fnmatch.fnmatchcase(name, pattern) and name.endswith(".in")]
        if not inputs:
            raise Refused(f"no file matches {brief(entry.files)}", self._report.near(pattern, names))
        for name in inputs[: MAX_CASE_COUNT + 1]:
            stem = name.removesuffix(".in")
            if f"{stem}.ans" not in present:
                message = f"{escaped(name)} has no {escaped(stem)}.ans beside it"
                self._report.at_place(self._place((*path, "files")), message, "add the expected output", f"pair {name}")
                continue
            base = f"{folder}/{stem}" if folder else stem
            case_name = f"{entry.name}/{stem}" if entry.name else stem
            yield _case(entry, case_name, self._files.read(f"{base}.in"), self._files.read(f"{base}.ans"))

    def _check_name(self, name: str, index: int) -> None:
        path: NodePath = ("tests", index, "name")
        if not name.isprintable():
            self._report.at(path, f"the name {brief(name)} has characters that do not print")
        elif len(name) > MAX_NAME_LENGTH:
            self._report.at(path, f"the name {brief(name)} has more than {MAX_NAME_LENGTH} letters")
        elif name in self._first:
            message = f"a second test case is named {brief(name)}; the first is test case {self._first[name] + 1}"
            self._report.at(path, message, "give every test case a name of its own")
        self._first.setdefault(name, index)


def _retyped(node: Node | None) -> str:
    """Return what YAML made of a value, where that is not what is written."""
    if not isinstance(node, Scalar) or node.style is not None or isinstance(node.value, str):
        return ""
    return "" if node.text.lower() in reading(node) else f"YAML reads {brief(node.text)} as {reading(node)}"


def _case(entry: TestEntry, name: str, given: bytes, expected: bytes) -> TestCase:
    return TestCase(
        name=name,
        input=given,
        expected=expected,
        description=entry.description,
        sample=entry.sample,
        hidden=entry.hidden,
        points=entry.points,
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def _is_json(entry: TestEntry) -> bool:
    """Whether ``any`` values are JSON; those that are not are reported with the scalars."""
    try:
        _json([entry.args, entry.expected])
    except (TypeError, ValueError):
        return False
    return True
