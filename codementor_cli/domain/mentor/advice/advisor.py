"""The advisor: a diagnosis without a model. It reads the packet that a model would get, and knows nothing else.

The most telling advice comes first: of the whole judgement, of a common cause, of a verdict.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.advice import CONFIDENCE, Advice
from codementor_cli.domain.mentor.advice.causes import Cause, cause_of
from codementor_cli.domain.mentor.advice.symptoms import symptoms_of
from codementor_cli.domain.mentor.advice.verdicts import verdict_advice
from codementor_cli.domain.mentor.packet import Packet
from codementor_cli.errors import ErrorKind, UserFileError

CAUSE_FILES: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "any_language": (),
        "go_rust_typescript": ("go", "rust", "typescript"),
        "bash_ruby": ("bash", "ruby"),
        "python": ("python",),
        "javascript": ("javascript", "typescript"),
        "java": ("java", "c", "cpp"),
        "c_cpp": ("c", "cpp", "java", "javascript"),
        "compiling": (),
        "crashes": (),
        "limits": (),
        "answers": (),
    }
)
"""Files of causes in order, the more telling ones first, and their languages; empty: all languages."""
LAST_RUNG = 4

T = TypeVar("T")


class Advisor:
    """Gives advice from files of causes, methods and verdicts; reads each file when it is first needed."""

    def __init__(self, read: Callable[[str], str]) -> None:
        """Take a function that reads a file's text by its name, without ``.toml``."""
        self._read = read
        self._causes: dict[str, tuple[Cause, ...]] = {}

    def causes(self, language: str | None = None) -> Iterator[Cause]:
        """Yield the causes for programs in a language, in order; None: all causes."""
        for name, languages in CAUSE_FILES.items():
            if language is None or not languages or language in languages:
                if name not in self._causes:
                    self._causes[name] = self._parsed(name, lambda tables: tuple(map(cause_of, tables["cause"])))
                yield from self._causes[name]

    @cached_property
    def methods(self) -> dict[str, tuple[Advice, ...]]:
        """Templates by verdict and ``hidden``: methods to find a mistake, from the second rung on."""

        def of_rungs(tables: dict[str, Any]) -> dict[str, tuple[Advice, ...]]:
            return {
                kind: tuple(_template("", tables[name]) for name in names) for kind, names in tables["rungs"].items()
            }

        return self._parsed("methods", of_rungs)

    @cached_property
    def verdicts(self) -> dict[str, Advice]:
        """Templates of advice by the verdict alone: ``crash``, and ``crash.explained`` for one kind of crash."""

        def with_kinds(tables: dict[str, Any]) -> dict[str, Advice]:
            kinds = {
                f"{rule}.{kind}": _template(rule, {**table, **changes})
                for rule, table in tables.items()
                for kind, changes in table.items()
                if isinstance(changes, dict)
            }
            return {rule: _template(rule, table) for rule, table in tables.items()} | kinds

        return self._parsed("verdicts", with_kinds)

    def advise(self, packet: Packet) -> Advice:
        """Return the advice of the first cause that a program shows, else of its verdict."""
        seen = symptoms_of(packet)
        cause = (
            None if packet.accepted else next(filter(lambda each: each.fits(seen), self.causes(seen.language)), None)
        )
        return cause.advice(seen) if cause else verdict_advice(packet, self.verdicts)

    def advise_further(self, packet: Packet, rung: int) -> Advice:
        """Return the next method to find a mistake, after advice that did not help.

        Args:
            packet: Of a program that is not accepted.
            rung: 2 or more; the last one stands for all above it.
        """
        seen = symptoms_of(packet)
        unseen = seen.hidden_only and packet.verdict in {Verdict.WA, Verdict.RTE}
        methods = self.methods.get("hidden" if unseen else packet.verdict, self.methods[Verdict.WA])
        method = methods[min(rung, LAST_RUNG) - 2]
        return replace(method.filled(seen.place), rule=f"method-{rung}")

    def _parsed(self, name: str, parse: Callable[[dict[str, Any]], T]) -> T:
        """Return a file's parsed content.

        Raises:
            UserFileError: The content is wrong: the file's editor fixes it.
        """
        try:
            return parse(tomllib.loads(self._read(name)))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            reason = f"no {error}" if isinstance(error, KeyError) else error
            raise UserFileError(
                f"The advice in {name}.toml cannot be read: {reason}.",
                "The head of that file says how to write it.",
                kind=ErrorKind.BROKEN_CATALOG,
            ) from error


def _template(rule: str, table: dict[str, Any]) -> Advice:
    return Advice(
        rule=rule,
        hint=table["hint"],
        suggested_approach=table["approach"],
        next_steps=tuple(table["steps"]),
        confidence=table.get("confidence", CONFIDENCE),
    )
