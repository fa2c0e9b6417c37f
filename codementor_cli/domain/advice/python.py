"""Rules for exceptions of Python."""

from __future__ import annotations

from codementor_cli.domain.advice.rule import Advice, Rule, crash_of, place
from codementor_cli.domain.packet import Packet


def _reads_too_much(packet: Packet) -> Advice | None:
    kind, line, _ = crash_of(packet)
    if kind != "EOFError":
        return None
    return Advice(
        rule="reads-too-much",
        hint=(
            f"The program asks for another line of input{place(line)}, and there is none. It reads more often than the"
            " input has lines. Count how many times `input()` is called for the first sample, and compare with its"
            " lines: does one line perhaps hold several values?"
        ),
        suggested_approach="Lay the sample's input beside the calls that read it, line by line.",
        next_steps=("Print what each call of input() returned.", "Read the paragraph on the input again."),
    )


def _unpacks_wrongly(packet: Packet) -> Advice | None:
    kind, line, words = crash_of(packet)
    if kind != "ValueError" or "to unpack" not in words:
        return None
    return Advice(
        rule="unpacks-wrongly",
        hint=(
            f"A line falls into another number of pieces than there are names for{place(line)}. Look at the line of"
            " input that was read at that moment: how many pieces does it have, and how many does the program expect?"
        ),
        suggested_approach="Look at the pieces before giving them names.",
        next_steps=("Print the pieces as a list.", "Read in the statement what such a line may hold."),
    )


RULES: tuple[Rule, ...] = (_reads_too_much, _unpacks_wrongly)
