"""Numbers in output: strict syntax, and comparison with a tolerance that neither overflows nor rounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

from codementor_cli.domain.challenge.challenge import Checker

DEFAULT_TOLERANCE = 1e-6
"""Absolute and relative, where a ``float`` checker names neither."""

# Possessive: ten million digits and a letter must not be tried again from each digit.
_NUMBER = re.compile(rb"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?")
_NAN = re.compile(rb"(?i)[+-]?nan(?:\(\w*\))?")
_FLOAT_ERROR = 1e-15
# Without traps, a number beyond the context becomes an infinity or NaN, which nothing matches.
_READING = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
# Digits of a difference: enough that a tolerance's own digits are never rounded away.
_EXACT = Context(prec=60, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The allowed distance of a number: within one of both is near enough."""

    absolute: float
    relative: float
    """Relative to the expected value."""

    def allows(self, expected: str, actual: str) -> bool:
        """Whether the number is near enough; both are texts in number syntax."""
        wanted, got = float(expected), float(actual)
        allowed = max(self.absolute, self.relative * abs(wanted))
        # A float decides where its rounding cannot matter; infinities give NaN or False here.
        if abs(wanted - got) + _FLOAT_ERROR * abs(wanted) <= allowed < float("inf"):
            return True
        return self._allows_exactly(expected, actual)

    def _allows_exactly(self, expected: str, actual: str) -> bool:
        """Decide in decimal numbers: slower, and free of overflow and binary rounding."""
        wanted = _READING.create_decimal(expected)
        off_by = _EXACT.subtract(wanted, _READING.create_decimal(actual)).copy_abs()
        if not off_by.is_finite():
            return False
        relative = _EXACT.multiply(Decimal(repr(self.relative)), wanted.copy_abs())
        return off_by <= Decimal(repr(self.absolute)) or off_by <= relative


def tolerance(checker: Checker, default: float = 0.0) -> Tolerance:
    """Return the tolerance of a checker; where it names none, ``default`` for both."""
    if checker.absolute is None and checker.relative is None:
        return Tolerance(default, default)
    return Tolerance(checker.absolute or 0.0, checker.relative or 0.0)


def is_number(token: bytes) -> bool:
    """Whether a token is a decimal number: digits, at most one point, at most one exponent."""
    return _NUMBER.fullmatch(token) is not None


def is_nan(token: bytes) -> bool:
    """Whether a token is a form of NaN that some language prints."""
    return _NAN.fullmatch(token) is not None
