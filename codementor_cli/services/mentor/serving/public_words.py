"""What learners on a server are told of faults: the messages name files, addresses and keys of the server's."""

from __future__ import annotations

from collections.abc import Mapping

from codementor_cli.errors import CodementorError, MentorFailure, MentorFault

_MENTOR_WORDS: Mapping[MentorFailure, str] = {
    MentorFailure.NO_KEY: "This server has no key for Claude.",
    MentorFailure.KEY_REFUSED: "Claude refuses this server's key.",
    MentorFailure.SPENT: "This server's account at Claude is used up.",
    MentorFailure.RATE_LIMITED: "Claude takes no more questions for now.",
    MentorFailure.OVERLOADED: "Claude is overloaded.",
    MentorFailure.UNREACHABLE: "Claude cannot be reached.",
    MentorFailure.DEADLINE: "Claude did not answer in time.",
    MentorFailure.REQUEST_REFUSED: "Claude refused the request.",
    MentorFailure.SERVER_ERROR: "Claude had trouble of its own.",
    MentorFailure.WRONG_SERVICE: "Something other than Claude answers.",
    MentorFailure.REFUSED: "Claude declined to answer.",
    MentorFailure.TRUNCATED: "Claude's answer was cut: it grew longer than allowed.",
    MentorFailure.MALFORMED: "Claude's answer cannot be read.",
    MentorFailure.WITHHELD: "Claude's answer was withheld by our checks.",
    MentorFailure.BUDGET: "Your questions to Claude of this day are used up.",
}


def public_words(fault: CodementorError) -> str:
    """Return one sentence on a fault that says nothing of the server's own."""
    if isinstance(fault, MentorFault):
        return _MENTOR_WORDS[fault.failure]
    return "The service cannot read or write its records now."
