"""What the mentor answers, as metrics and lines in the log."""

from __future__ import annotations

import logging

from codementor_cli.api.operations.logs import LOGGER
from codementor_cli.api.operations.metrics import Metrics
from codementor_cli.domain.mentor.mentor_answer import MentorAnswer
from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.errors import MentorFailure

_LOG = logging.getLogger(f"{LOGGER}.mentor")


class MentorObserver:
    """Told of each question that was answered, or was not. Threads share it."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def answered(self, answer: MentorAnswer) -> None:
        """Take an answer: a model's, one that stood in, or one that was given before."""
        call = answer.call
        self._metrics.mentor_answers.labels(call.kind.value, call.source.value).inc()
        if answer.failure is not None:
            self._metrics.mentor_failures.labels(answer.failure.value).inc()
        fields: dict[str, object] = {
            "kind": call.kind.value,
            "source": call.source.value,
            "is_old": answer.from_store or None,
        }
        if not answer.from_store:
            self._metrics.mentor_tokens.labels("input").inc(call.input_tokens)
            self._metrics.mentor_tokens.labels("output").inc(call.output_tokens)
            fields |= {"input_tokens": call.input_tokens, "output_tokens": call.output_tokens}
        _tell(logging.INFO, fields, answer.failure)

    def failed(self, kind: MentorKind, failure: MentorFailure) -> None:
        """Take a question that nothing answered."""
        self._metrics.mentor_failures.labels(failure.value).inc()
        _tell(logging.WARNING, {"kind": kind.value}, failure)


def _tell(level: int, fields: dict[str, object], failure: MentorFailure | None) -> None:
    _LOG.log(level, "mentor", extra={**fields, "failure": None if failure is None else failure.value})
