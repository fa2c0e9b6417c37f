from datetime import UTC

from codementor_cli.cli.render.practice.progress import Scene, progress_report
from codementor_cli.cli.render.practice.suggestions import suggestion_lines
from codementor_cli.cli.render.practice.when import Clock
from codementor_cli.cli.render.text import Look, columns, to_text
from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.mentor.mentoring import MentorUsage
from codementor_cli.domain.practice.statistics import statistics
from codementor_cli.domain.practice.suggestion import suggest
from tests.fakes.practice import START, ListedChallenge, did, record

SUMS = ListedChallenge("sums", Difficulty.EASY, ("loops",))
MAZE = ListedChallenge("maze", Difficulty.HARD, ("grid", "loops"))
DONE = record(did(SUMS, 3, day=1), did(MAZE, 2, accepted=False, score=65, day=2))
TODAY = START.date().replace(day=4)
CLOCK = Clock(START.replace(day=4), UTC)
USAGE = MentorUsage(model="claude-x", call_count=3, input_tokens=12_345, output_tokens=678)


def report(look: Look, everything: bool = False, *usage: MentorUsage) -> str:
    scene = Scene(look=look, clock=CLOCK, everything=everything)
    return to_text(progress_report(statistics((SUMS, MAZE), DONE, TODAY), usage, scene), look)


def test_progress_is_told_in_figures_and_bars() -> None:
    shown = report(Look())

    assert shown.startswith(
        "1 of 2 challenges accepted, 1 more tried\n5 submissions in 3 min\nStreak: 2 days, longest 2 days\n"
    )
    assert "  easy  ████████████████████  1 of 1\n  hard  ░░░░░░░░░░░░░░░░░░░░  0 of 1, 1 tried\n" in shown
    assert "  3 on average, 3 at most; 0 of 1 with the first one\n" in shown
    assert "sums       ✓ 100/100  3 times    3rd       2 min  2026-11-03 09:03\n" in shown


def test_strip_ends_with_today() -> None:
    assert "■■\n" in report(Look())


def test_streak_that_ends_yesterday_asks_to_go_on() -> None:
    late = TODAY.replace(day=5)
    scene = Scene(look=Look(), clock=Clock(START.replace(day=5), UTC))

    shown = to_text(progress_report(statistics((SUMS,), DONE, late), (), scene), Look())

    assert "Streak: 2 days, longest 2 days; submit something today to go on\n" in shown


def test_what_claude_cost_is_shown_only_where_it_was_asked() -> None:
    assert "12,345" in report(Look(), False, USAGE)
    assert "CLAUDE" not in report(Look())


def test_output_without_unicode_is_ascii() -> None:
    assert report(Look(unicode=False), False, USAGE).isascii()
    assert to_text(suggestion_lines(suggest((SUMS, MAZE), DONE), Look(unicode=False)), Look(unicode=False)).isascii()


def test_lines_fit_narrow_terminals() -> None:
    for width in range(40, 100):
        look = Look(width=width, terminal=True)

        assert max(map(columns, report(look, False, USAGE).splitlines())) <= width


def test_long_lists_are_cut_and_say_how_to_see_all() -> None:
    many = [ListedChallenge(f"challenge-{number}", tags=(f"tag-{number}",)) for number in range(12)]
    found = statistics(many, record(*map(did, many)), TODAY)

    def shown(everything: bool) -> str:
        scene = Scene(look=Look(), clock=CLOCK, everything=everything)
        return to_text(progress_report(found, (), scene), Look())

    assert shown(False).count("2 more with --verbose") == 2
    assert "more with" not in shown(True)
    assert "challenge-0 " in shown(True)


def test_suggestions_come_with_reason_and_command() -> None:
    shown = to_text(suggestion_lines(suggest((SUMS, MAZE), DONE), Look()), Look())

    assert shown == (
        "1. Maze (hard, grid, loops)\n"
        "   Nearly there: 65 of 100 points after 2 submissions.\n"
        "   → codementor test --challenge maze\n"
    )


def test_suggestion_of_something_new_says_how_to_start() -> None:
    assert "   → codementor start sums\n" in to_text(suggestion_lines(suggest((SUMS,), record()), Look()), Look())
