"""Rules that hold in every language: by verdict and by difference."""

from __future__ import annotations

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.compiler_messages import first_error
from codementor_cli.domain.feedback.crash_words import INTERNAL_KINDS, kind_meaning
from codementor_cli.domain.mentor.advice.rule import Advice, Rule, first_failure, place
from codementor_cli.domain.mentor.packet import Packet, VisibleFailure
from codementor_cli.text.amounts import seconds_text, size_text
from codementor_cli.text.sentences import closed

_ABOUT_VALUES = " Which values do the names in that line have at that moment?"
_PLACED_CRASH = ("Look at the values just before the crash.", "Print the values that the line uses, right before it.")
_EXPLAINED_CRASH = (
    "Read the message word by word, with the line beside it.",
    "Change the line, and run the program again with the same input.",
)
_UNPLACED_CRASH = (
    "Find the line that is reached last.",
    "Print a word here and there: the last one that appears stands near that line.",
)


def _accepted(packet: Packet) -> Advice | None:
    if not packet.accepted:
        return None
    return Advice(
        rule="accepted",
        hint="Every test case is accepted: there is nothing left to mend. Read your program once more as if somebody"
        " else had written it: is each name clear, and is anything there that is not needed?",
        suggested_approach="Look at readability now that the result is right.",
        next_steps=("`codementor review` says what could be better.", "`codementor next` suggests a challenge."),
        confidence=1.0,
    )


def _compile_error(packet: Packet) -> Advice | None:
    if packet.verdict is not Verdict.CE:
        return None
    error = first_error(packet.compile_output)
    said = closed(error.message) if error else ""
    if error is None:
        words = "The program does not compile yet, and the compiler does not say why."
    elif error.line is None:
        words = f"The program does not compile yet. The compiler says: {said}"
    else:
        where = f"line {error.line}" if error.file == packet.files[0].path else f"{error.file}, line {error.line}"
        words = f"The program does not compile yet. The first error is in {where}: {said}"
        words += " Look at that line, and at the end of the line before."
    return Advice(
        rule="compile-error",
        hint=words,
        suggested_approach="Mend the first error, and compile again before looking at the next: others often follow"
        " from it.",
        next_steps=("Compare that line with one of the same kind that works.",),
    )


def _time_limit(packet: Packet) -> Advice | None:
    if packet.verdict is not Verdict.TLE:
        return None
    limit = seconds_text(packet.statement.time_limit_seconds)
    return Advice(
        rule="time-limit",
        hint=f"The program did not end within {limit}. Either a loop never ends, or there are too many steps for the"
        " largest input. Take the largest numbers that the statement allows, and work out how often the innermost line"
        " of your program is executed. A computer does some ten million such steps in a second.",
        suggested_approach="Find the line that runs most often, and ask which of its rounds are needed.",
        next_steps=("Count the rounds for a small input by hand.", "Check that every loop comes nearer to its end."),
    )


def _memory_limit(packet: Packet) -> Advice | None:
    if packet.verdict is not Verdict.MLE:
        return None
    limit = size_text(packet.statement.memory_limit_bytes)
    return Advice(
        rule="memory-limit",
        hint=f"The program needed more memory than {limit}. Look for the collection that grows most, and work out how"
        " many items it holds for the largest input. Which of them are needed later? If none grows, look for a function"
        " that calls itself and does not come to an end.",
        suggested_approach="Keep what is needed for the next step and let go of the rest.",
        next_steps=("Print the length of each list at the end of a small run.",),
    )


def _output_limit(packet: Packet) -> Advice | None:
    if packet.verdict is not Verdict.OLE:
        return None
    return Advice(
        rule="output-limit",
        hint="The program prints without end. A line that prints stands in a loop that does not stop. What must change"
        " in each round of that loop, so that its condition becomes false one day?",
        suggested_approach="Follow the values in the condition of the loop through three rounds.",
        next_steps=("Write down these values after each round.",),
    )


def _crash(packet: Packet) -> Advice | None:
    if packet.verdict is not Verdict.RTE:
        return None
    failure = first_failure(packet)
    line, words = (failure.line, failure.reason) if failure is not None else _hidden_crash(packet)
    if line is None:
        approach, step = _UNPLACED_CRASH
    else:
        # Where the judge says what the crash means, a question about values leads away from it.
        approach, step = _EXPLAINED_CRASH if "This means" in words else _PLACED_CRASH
    return Advice(
        rule="crash",
        hint=closed(words) + (_ABOUT_VALUES if (approach, step) == _PLACED_CRASH else ""),
        suggested_approach=approach,
        next_steps=(step,),
    )


def _hidden_crash(packet: Packet) -> tuple[int | None, str]:
    """Return the line and the sentence of a crash in a hidden case."""
    hidden = next((each for each in packet.hidden_failures if each.verdict is Verdict.RTE), None)
    kind, line = (hidden.exception, hidden.line) if hidden else ("", None)
    told = kind and kind not in INTERNAL_KINDS
    means = kind_meaning(kind) if told else ""
    sentence = f"In a hidden case the program crashes{place(line)}{f' with {kind}' if told else ''}."
    return line, f"{sentence} This means: {means}." if means else sentence


def _wrong_answer(packet: Packet) -> Advice | None:
    failure = first_failure(packet)
    if failure is None:
        return None
    return Advice(
        rule="wrong-answer",
        hint=f"In the case “{failure.name}” the program gives another answer. {closed(_words(failure))} Go through your"
        " program by hand with the input of this case: at which line do your expectation and the program part?",
        suggested_approach="Take the first failing case, and follow it line by line.",
        next_steps=("Run the program with this input alone.", "Print the values that lead to the first difference."),
    )


def _words(failure: VisibleFailure) -> str:
    if failure.difference is not None and failure.difference.explanation:
        return failure.difference.explanation
    return failure.reason


def _hidden(packet: Packet) -> Advice | None:
    if not packet.hidden_failures:
        return None
    return Advice(
        rule="hidden",
        hint="All cases that you can see are accepted, and hidden ones are not. Think of inputs that the samples do not"
        " show: the smallest and the largest that the statement allows, equal values, negative ones, nothing at all.",
        suggested_approach="Write three inputs of your own and work out their answers by hand.",
        next_steps=("Read each limit in the statement and try it.",),
    )


BEFORE: tuple[Rule, ...] = (_accepted,)
RULES: tuple[Rule, ...] = (_compile_error, _time_limit, _memory_limit, _output_limit, _crash, _wrong_answer, _hidden)
