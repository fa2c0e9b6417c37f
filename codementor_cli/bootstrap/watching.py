"""The judge of ``test --watch``: one whose next lanes have started already."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; only --watch pays for these

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application, Report

if TYPE_CHECKING:
    from codementor_cli.services.judging.judge import JudgeService


@contextmanager
def warm_judge(app: Application, report: Report) -> Iterator[JudgeService]:
    """Yield a judge that keeps lanes warm; at the end nothing of them is left.

    Args:
        app: Whose engine it is.
        report: Told when an image must be built first.

    Raises:
        EnvironmentFault: There is no engine to be had.
    """
    from codementor_cli.sandbox.lanes.spare_lanes import WarmSandbox

    engine = app.sandbox(report)
    with closing(WarmSandbox(engine, app.languages, app.budget)) as sandbox:
        yield app.judge_on(sandbox, report)
