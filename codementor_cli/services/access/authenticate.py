"""Find the principal of a request by its token."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from codementor_cli.domain.access.principal import LOCAL_PRINCIPAL, Principal
from codementor_cli.domain.access.token import TokenState, is_token_text, token_digest
from codementor_cli.errors import NextStep, UserFileError

if TYPE_CHECKING:
    from codementor_cli.ports.serving import Tokens


class Authentication:
    """Says what a request acts as.

    Threads: many may ask at a time.
    """

    def __init__(self, tokens: Tokens, clock: Callable[[], datetime], is_single_user: bool) -> None:
        """Take the tokens.

        Args:
            tokens: Where they are kept.
            clock: Returns now, aware.
            is_single_user: A request without a token acts as the machine's user, as long as no token was ever made:
                for addresses that this machine alone reaches.
        """
        self._tokens = tokens
        self._clock = clock
        self._is_single_user = is_single_user

    def principal(self, text: str | None) -> Principal | None:
        """Return what a request acts as; None: it is refused, and the answer must not say why.

        Args:
            text: Of its token; None: it came without one.

        Raises:
            StoreFault: The tokens cannot be read now.
        """
        if text is None:
            return LOCAL_PRINCIPAL if self._lets_its_user_in() else None
        if not is_token_text(text):
            return None
        digest = token_digest(text)
        found = self._tokens.by_digest(digest)
        if found is None or not hmac.compare_digest(found.digest, digest):
            return None
        return found.principal if found.state(self._clock()) is TokenState.LIVE else None

    def _lets_its_user_in(self) -> bool:
        """Whether no token was made yet; it is looked up until there is one, which ends the time of a single user."""
        self._is_single_user = self._is_single_user and not self._tokens.all()
        return self._is_single_user


def check_address(tokens: Tokens, address: str, is_private: bool, now: datetime) -> None:
    """Refuse to listen where others could come in without a token.

    Args:
        tokens: Where they are kept.
        address: Where the service would listen, for the message.
        is_private: Only this machine reaches it.
        now: Aware.

    Raises:
        UserFileError: Others reach the address, and no token is live.
        StoreFault: The tokens cannot be read.
    """
    if is_private or any(each.state(now) is TokenState.LIVE for each in tokens.all()):
        return
    message = f"Other machines reach {address}, and there is no token that is live: everybody would be refused."
    raise UserFileError(message, NextStep(("tokens", "new", "--role", "operator"), "Make one first: {}"))
