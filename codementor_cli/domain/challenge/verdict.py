"""Verdicts: one for each case, and one for the submission."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """The judge's answer for one case or one submission."""

    OK = "OK"
    AC = "AC"
    WA = "WA"
    TLE = "TLE"
    MLE = "MLE"
    OLE = "OLE"
    RTE = "RTE"
    CE = "CE"
    JE = "JE"

    @property
    def words(self) -> str:
        """The verdict in words."""
        return _TITLES[self]


_TITLES = {
    Verdict.OK: "ok",
    Verdict.AC: "accepted",
    Verdict.WA: "wrong answer",
    Verdict.TLE: "time limit exceeded",
    Verdict.MLE: "memory limit exceeded",
    Verdict.OLE: "output limit exceeded",
    Verdict.RTE: "run-time error",
    Verdict.CE: "compile error",
    Verdict.JE: "judge error",
}
