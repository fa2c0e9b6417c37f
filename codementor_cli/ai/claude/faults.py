"""Foreign errors, mapped once: each becomes one ``MentorFault`` in words for the learner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codementor_cli.errors import MentorFailure, MentorFault, NextStep
from codementor_cli.text.excerpts import shortened
from codementor_cli.text.untrusted import stripped

_DETAIL_CHARACTERS = 200
_HIDDEN = "(hidden)"

_NEXT_STEPS: Mapping[MentorFailure, str | NextStep] = {
    MentorFailure.NO_KEY: "Set ANTHROPIC_API_KEY, or claude.api_key in your own config file.",
    MentorFailure.KEY_REFUSED: NextStep(("config",), "Check ANTHROPIC_API_KEY; `{}` says where the key comes from."),
    MentorFailure.SPENT: "Raise the limit, or add credit, in the Claude Console.",
    MentorFailure.RATE_LIMITED: "Try again later.",
    MentorFailure.OVERLOADED: "Try again in a few minutes.",
    MentorFailure.UNREACHABLE: "Check the network, and ANTHROPIC_BASE_URL and HTTPS_PROXY if you set them.",
    MentorFailure.DEADLINE: "Try again in a few minutes.",
    MentorFailure.REQUEST_REFUSED: "Check --model and CODEMENTOR_MODEL.",
    MentorFailure.SERVER_ERROR: "Try again in a few minutes.",
    MentorFailure.WRONG_SERVICE: "Check ANTHROPIC_BASE_URL, and whether this network asks you to log in.",
    MentorFailure.REFUSED: "Ask in other words.",
    MentorFailure.TRUNCATED: "Try again.",
    MentorFailure.MALFORMED: "Try again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claude:
    """The account, the address and the model."""

    key: str
    """Empty: there is none."""
    address: str
    model: str
    """Where a request names no other."""

    @property
    def host(self) -> str:
        """Host and port of the address; never the user name and password that it may hold."""
        # By hand: this is for messages, and the address may be the very thing that is wrong.
        place = self.address.partition("://")[2].partition("/")[0].rpartition("@")[2]
        return stripped(place) or "the address"

    def scrubbed(self, text: str) -> str:
        """Return text of others on one line, short, and without the key."""
        plain = " ".join(stripped(text).split())
        if self.key:
            plain = plain.replace(self.key, _HIDDEN)
        return shortened(plain, _DETAIL_CHARACTERS)


def fault(
    failure: MentorFailure, message: str, next_step: str | None = None, retry_after_seconds: float | None = None
) -> MentorFault:
    """Return a fault with the next step of its kind, unless another is given."""
    step = _NEXT_STEPS[failure] if next_step is None else next_step
    return MentorFault(message, step, failure=failure, retry_after_seconds=retry_after_seconds)
