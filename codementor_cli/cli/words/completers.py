"""Values that a shell offers for an option or argument. Nothing here fails: the shell waits for an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import typer

from codementor_cli.settings import SANDBOXES, load_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from codementor_cli.bootstrap import Application


def complete_challenge(incomplete: str) -> list[str]:
    """Return the ids that begin with the typed letters."""
    return _beginning(incomplete, lambda: _application().catalog.ids())  # noqa: PLW0108 - settings may be broken


def complete_language(incomplete: str) -> list[str]:
    """Return the languages that begin with the typed letters."""
    return _beginning(incomplete, lambda: (each.name for each in _application().languages.all()))


def complete_sandbox(incomplete: str) -> list[str]:
    """Return the engines that begin with the typed letters."""
    return _beginning(incomplete, lambda: SANDBOXES)


def complete_shell(incomplete: str) -> list[str]:
    """Return the shells that begin with the typed letters."""
    from codementor_cli.cli.words.completion import SCRIPTS  # noqa: PLC0415 - only to complete

    return _beginning(incomplete, lambda: SCRIPTS)


def complete_verdict(incomplete: str) -> list[str]:
    """Return the verdicts of submissions that begin with the typed letters."""
    from codementor_cli.services.practice.filters import VERDICTS  # noqa: PLC0415 - only to complete

    return _beginning(incomplete, lambda: (each.value for each in VERDICTS))


def complete_report(incomplete: str) -> list[str]:
    """Return the formats of reports that begin with the typed letters, each with its ``=``."""
    from codementor_cli.reports.formats import FORMATS  # noqa: PLC0415 - only to complete

    return _beginning(incomplete, lambda: (f"{each}=" for each in FORMATS))


def complete_tag(incomplete: str) -> list[str]:
    """Return the challenges' tags that begin with the typed letters."""

    def tags() -> set[str]:
        return {tag for each in _application().catalog.summaries() for tag in getattr(each, "tags", ())}

    return _beginning(incomplete, lambda: sorted(tags()))


def complete_case(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of cases that begin with the typed letters, of the challenge or file on the command line."""

    def names() -> Iterable[str]:
        app = _application()
        tests = context.params.get("tests")
        challenge = context.params.get("challenge") or app.settings.value("practice.challenge").value
        suite = app.load_cases(tests) if tests else app.catalog.load(str(challenge)).suite
        return (each.name for each in suite.tests)

    return _beginning(incomplete, names)


def _application() -> Application:
    from codementor_cli.bootstrap import Application  # noqa: PLC0415 - only to complete

    return Application(load_settings())


def _beginning(incomplete: str, find: Callable[[], Iterable[str]]) -> list[str]:
    try:
        return [each for each in find() if each.startswith(incomplete)]
    except Exception:  # noqa: BLE001 - the next real command says the fault
        return []
