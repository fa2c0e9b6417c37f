"""What is wrong with one file, collected so that all of it is said at once."""

from __future__ import annotations

from collections.abc import Iterable

from codementor_cli.catalog.yaml.nodes import Mapping, Node, NodePath, Place, Scalar, Unusable, descend
from codementor_cli.errors import ErrorKind, NextStep, Problem, ProblemsError
from codementor_cli.text.excerpts import brief
from codementor_cli.text.near_matches import did_you_mean

_MOST_PROBLEMS = 100
_START = Place(1, 1)


class Problems:
    """The problems of one file."""

    def __init__(self, file: str, kind: ErrorKind = ErrorKind.INVALID_INPUT) -> None:
        self.file = file
        """The path as the user would type it."""
        self.kind = kind
        """Of the error that they become."""
        self.root: Node | None = None
        """What paths start from; None: everything is said of the file's first line."""
        self._found: dict[tuple[Place, str], Problem] = {}

    @property
    def count(self) -> int:
        """How many problems there are so far."""
        return len(self._found)

    def at_place(self, place: Place, message: str, suggestion: str = "", kind: str = "value") -> None:
        """Report something at a place.

        Of one place and kind the first report stays: later ones follow from it.
        """
        problem = Problem(self.file, message, place.line, place.column, suggestion)
        self._found.setdefault((place, kind), problem)

    def at(self, path: NodePath, message: str, suggestion: str = "") -> None:
        """Report something about a value, at the deepest node that there is on its path."""
        node = self.node(path)
        if not (isinstance(node, Scalar) and node.value is Unusable.REFUSED):
            self.at_place(node.place if node else _START, message, suggestion)

    def at_key(self, path: NodePath, message: str, suggestion: str = "") -> None:
        """Report something about a key of a mapping."""
        if self.root is None:
            self.at_place(_START, message, suggestion, "key")
            return
        node, key_place = descend(self.root, path)
        self.at_place(key_place or node.place, message, suggestion, "key")

    def missing(self, path: NodePath, key: str, suggestion: str = "") -> None:
        """Report a key that a mapping lacks."""
        node = self.node(path)
        place = node.place if node else _START
        self.at_place(place, f"the key {key} is missing", suggestion, f"missing {key}")

    def text_expected(self, path: NodePath) -> None:
        """Report a value that should be text; where YAML retyped it, say how to quote it."""
        node = self.node(path)
        if isinstance(node, Scalar) and node.style is None:
            if node.value is None and not node.text:
                self.at(path, "expected text, but there is nothing here", 'write "" for empty text')
                return
            suggestion = f'write "{brief(node.text)}" in quotes'
            read = reading(node)
            same = node.text in {read, read.removeprefix("the number ")}
            words = f"not {read}" if same else f"but YAML reads {brief(node.text)} as {read}"
            self.at(path, f"expected text, {words}", suggestion)
            return
        kind = "a mapping" if isinstance(node, Mapping) else "a list"
        self.at(path, f"expected text, not {kind}", "put text with { } [ ] or : in quotes")

    def node(self, path: NodePath) -> Node | None:
        """Return the deepest node that there is on a path."""
        return descend(self.root, path)[0] if self.root is not None else None

    def near(self, word: str, known: Iterable[str]) -> str:
        """Return ``did you mean a or b?``, or nothing: also where so much is wrong that the rest is only counted."""
        return did_you_mean(word, known) if self.count < _MOST_PROBLEMS else ""

    def problems(self) -> tuple[Problem, ...]:
        """Return them in file order, with a last line for those over the cap."""
        ordered = sorted(self._found.values(), key=lambda problem: (problem.line or 0, problem.column or 0))
        if len(ordered) <= _MOST_PROBLEMS:
            return tuple(ordered)
        rest = Problem(self.file, f"and {len(ordered) - _MOST_PROBLEMS} more problems in this file")
        return (*ordered[:_MOST_PROBLEMS], rest)

    def raise_if_any(self, next_step: str | NextStep = "") -> None:
        """Raise all problems as one error.

        Raises:
            ProblemsError: There are some; the file's author mends them.
        """
        if self._found:
            raise ProblemsError(self.problems(), next_step, kind=self.kind)


def reading(scalar: Scalar) -> str:
    """Return in words what YAML makes of a plain scalar."""
    match scalar.value:
        case bool():
            return "true" if scalar.value else "false"
        case None:
            return "null"
        case int() | float():
            return f"the number {brief(str(scalar.value))}"
        case Unusable():
            return scalar.value.value
        case _:
            return "text"
