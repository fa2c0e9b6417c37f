"""The first program that a sandbox must run."""

from __future__ import annotations

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.diagnosis import Diagnosis, Health
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.ports import Sandbox
from codementor_cli.text.amounts import measured_text

_SUBJECT = "hello, world"


def hello(sandbox: Sandbox, language: Language) -> Diagnosis:
    """Run the smallest program of a language.

    Raises:
        SandboxFault: The sandbox failed.
    """
    source = SourceFile(language.main_name, language.hello.encode())
    program = Program(language=language.name, files=(source,), main=language.main_name)
    with sandbox.open(program, Limits(time_seconds=10), 1) as session:
        session.compilation()
        report = next(session.run([CaseRun(key=0)]))
    execution = report.execution
    if execution is None or execution.stdout != b"hello, world\n":
        return Diagnosis(
            subject=_SUBJECT,
            health=Health.FAILED,
            message=f"a {language.name} program did not run: {report.fault or 'it printed something else'}",
            next_step=f"codementor images build --force {language.name}",
        )
    message = f"a {language.name} program ran in {measured_text(execution.wall_seconds)}"
    return Diagnosis(subject=_SUBJECT, health=Health.OK, message=message)
