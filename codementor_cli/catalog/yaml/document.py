"""YAML text to nodes, strictly: one document, no tags, no aliases, no duplicate keys, nothing deep or huge.

The nodes are composed here from parser events: libyaml's own composer recurses in C, so that deep nesting would end
the process, and it resolves aliases before anybody can refuse them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import yaml

from codementor_cli.catalog.yaml.nodes import Mapping, Node, Place, Scalar, Sequence, Unusable
from codementor_cli.catalog.yaml.problems import Problems, reading
from codementor_cli.catalog.yaml.words import plainly
from codementor_cli.text.excerpts import brief
from codementor_cli.text.units import MIB
from codementor_cli.text.untrusted import escaped

MAX_DOCUMENT_BYTES = 1 * MIB
MAX_DEPTH = 50

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EXPONENT = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d+", re.ASCII)
_CONSTRUCTOR = yaml.constructor.SafeConstructor()
_LONGEST_NUMBER = 400
"""Any float fits; and Python converts no integer of more than 4300 digits to text, nor long ones fast."""
_TAG = "tag:yaml.org,2002:"


_DEEP = f"nesting goes deeper than {MAX_DEPTH} levels"
_DEEP_IN_LIBYAML = "exceeded maximum nesting depth"
"""Source: ``yaml_parser_increase_flow_level`` in scanner.c of libyaml 0.2.6, which refuses more than 1000 levels."""


class _Stopped(Exception):
    """The rest of the document cannot be read; the reason is reported."""


class _TooDeep(Exception):
    """The parser refuses the document for its depth; nothing is reported yet.

    Attributes:
        index: How many characters it took before.
        place: Where it gave up.
    """

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.index = int(mark.index)
        self.place = _place(mark)


def read_document(content: bytes, report: Problems) -> Node | None:
    """Return the root node of a YAML file, and make it the root of the report.

    Args:
        content: The file's bytes.
        report: Told what is wrong; where the document can be read on, it is.

    Returns:
        None where nothing useful can be read.
    """
    text = _decoded(content, report)
    if text is None:
        return None
    try:
        root = _composed(text, report)
    except _Stopped:
        return None
    report.root = root
    return root


def _composed(text: str, report: Problems) -> Node:
    try:
        return _Composer(report).compose(text)
    except _TooDeep as error:
        # The parser may refuse before it gives any event. What it takes without complaint is deep enough for us to
        # stop at our own cap, and at its place.
        _Composer(report).compose(text[: error.index])
        report.at_place(error.place, _DEEP)
        raise _Stopped from error


def events(text: str) -> Iterator[Any]:
    """Yield parser events, reading no more of the text than they need.

    Raises:
        yaml.YAMLError: The text is not YAML.
    """
    loader = _LOADER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _decoded(content: bytes, report: Problems) -> str | None:
    if len(content) > MAX_DOCUMENT_BYTES:
        report.at_place(
            Place(1, 1),
            f"the file is larger than {MAX_DOCUMENT_BYTES // MIB} MiB",
            "keep large data in files of its own and name them with files:",
        )
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        before = content[content.rfind(b"\n", 0, error.start) + 1 : error.start]
        place = Place(line, len(before.decode("utf-8")) + 1)
        report.at_place(place, "expected UTF-8 text, but this byte is none", "save the file as UTF-8")
        return None
    forbidden = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if forbidden:
        place = _place_of(text, forbidden.start())
        report.at_place(
            place,
            f"the character U+{ord(forbidden[0]):04X} is not allowed in YAML",
            'write it as an escape in double quotes, like "\\x07"',
        )
        return None
    return text


def _place_of(text: str, index: int) -> Place:
    return Place(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


class _Composer:
    """Composes nodes from events, reporting what is not allowed."""

    def __init__(self, report: Problems) -> None:
        self._report = report
        self._resolver = yaml.resolver.Resolver()
        self._root: Node | None = None
        self._open: list[Sequence | Mapping] = []
        # The key that waits for its value, of each open mapping; of a key that is not kept, the place alone.
        self._keys: list[tuple[str | None, Place] | None] = []

    def compose(self, text: str) -> Node:
        try:
            for event in events(text):
                self._take(event)
        except yaml.MarkedYAMLError as error:
            if error.problem == _DEEP_IN_LIBYAML and error.problem_mark is not None:
                raise _TooDeep(error.problem_mark) from error
            message, suggestion, mark = plainly(error, text)
            place = _place(mark) if mark else Place(1, 1)
            self._report.at_place(place, f"this is not YAML: {escaped(message)}", suggestion)
            raise _Stopped from error
        except (yaml.YAMLError, UnicodeError) as error:
            self._report.at_place(Place(1, 1), f"this is not YAML: {escaped(str(error))}")
            raise _Stopped from error
        if self._root is None:
            self._report.at_place(Place(1, 1), "the file is empty")
            raise _Stopped
        return self._root

    def _take(self, event: Any) -> None:
        place = _place(event.start_mark)
        match event:
            case yaml.DocumentStartEvent() if self._root is not None:
                self._report.at_place(place, "a second document starts here", "keep one document a file")
                raise _Stopped
            case yaml.AliasEvent():
                self._report.at_place(place, "aliases (*name) are not allowed", "write the value out")
                self._add(Scalar(place, "", Unusable.REFUSED))
            case yaml.ScalarEvent():
                self._add(self._scalar(event, place))
            case yaml.SequenceStartEvent():
                self._vet(event, place)
                self._start(Sequence(place))
            case yaml.MappingStartEvent():
                self._vet(event, place)
                self._start(Mapping(place))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._open.pop()
                self._keys.pop()

    def _vet(self, event: Any, place: Place) -> bool:
        if event.anchor is not None:
            self._report.at_place(place, f"anchors (&{escaped(event.anchor)}) are not allowed", "write the value out")
        elif event.tag is not None:
            tag = event.tag.replace(_TAG, "!!", 1)
            suggestion = "put the value in quotes instead" if tag in {"!", "!!str"} else "leave the tag out"
            self._report.at_place(place, f"tags ({escaped(tag)}) are not allowed", suggestion)
        else:
            return True
        return False

    def _scalar(self, event: Any, place: Place) -> Scalar:
        text: str = event.value
        if not self._vet(event, place):
            return Scalar(place, text, Unusable.REFUSED)
        style = event.style if event.style in {"'", '"', "|", ">"} else None
        lines = event.end_mark.line - event.start_mark.line + 1
        if style is not None:
            return Scalar(place, text, text, style, lines)
        return Scalar(place, text, self._value(text), None, lines)

    def _value(self, text: str) -> str | float | bool | Unusable | None:
        """Return what a plain scalar means: YAML 1.1, and exponents without a point as in YAML 1.2."""
        tag = str(self._resolver.resolve(yaml.ScalarNode, text, (True, False))).removeprefix(_TAG)  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it out
        match tag:
            case "null":
                return None
            case "bool":
                return text.lower() in {"yes", "true", "on"}
            case "timestamp":
                return Unusable.DATE
            case "int" | "float":
                return _number(tag, text)
            case _:
                return _number("float", text) if _EXPONENT.fullmatch(text) else text

    def _start(self, node: Sequence | Mapping) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._report.at_place(node.place, _DEEP)
            raise _Stopped
        self._add(node)
        self._open.append(node)
        self._keys.append(None)

    def _add(self, node: Node) -> None:
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif (waiting := self._keys[-1]) is None:
            self._keys[-1] = (self._key(node, parent), node.place)
        else:
            key, place = waiting
            self._keys[-1] = None
            if key is not None:
                parent.keys[key] = place
                parent.values[key] = node

    def _key(self, node: Node, parent: Mapping) -> str | None:
        """Return a key that may be kept."""
        if not isinstance(node, Scalar):
            self._report.at_place(node.place, "expected text as a key, not a list or a mapping", kind="key")
        elif node.value is Unusable.REFUSED:
            pass
        elif node.style is None and node.text == "<<":
            self._report.at_place(node.place, "merge keys (<<) are not allowed", "write the keys out", "key")
        elif not isinstance(node.value, str):
            message = f"expected text as a key, but YAML reads {brief(node.text) or 'nothing'} as {reading(node)}"
            self._report.at_place(node.place, message, f'write "{brief(node.text)}" in quotes', "key")
        elif node.text in parent.keys:
            first = parent.keys[node.text]
            message = f"the key {brief(node.text)} is here twice; the first is in line {first.line}"
            self._report.at_place(node.place, message, "keep one of the two", "key")
        else:
            return node.text
        return None


def _number(tag: str, text: str) -> float | Unusable:
    if len(text) > _LONGEST_NUMBER:
        return Unusable.TOO_LARGE
    try:
        if tag == "int":
            return int(_CONSTRUCTOR.construct_yaml_int(yaml.ScalarNode(_TAG + tag, text)))
        number = float(_CONSTRUCTOR.construct_yaml_float(yaml.ScalarNode(_TAG + tag, text)))
    except (ValueError, OverflowError):
        return Unusable.TOO_LARGE
    if math.isfinite(number):
        return number
    return Unusable.NOT_FINITE if text.lower().endswith(("inf", "nan")) else Unusable.TOO_LARGE
