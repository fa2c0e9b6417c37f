"""Tokens in words. What is shown of one never holds its text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from codementor_cli.cli.render.practice.when import Clock, exact
from codementor_cli.cli.render.table import table
from codementor_cli.cli.render.text import Line, Look, Span, line
from codementor_cli.domain.access.token import Token, TokenState
from codementor_cli.text.untrusted import visible_line

_STYLES = {TokenState.LIVE: "good", TokenState.EXPIRED: "warn", TokenState.REVOKED: "faint"}


def token_table(tokens: Sequence[Token], now: datetime, look: Look) -> list[Line]:
    """Return a line for each token."""
    rows = []
    for each in tokens:
        state = each.state(now)
        cells = (each.uid, each.learner, each.role.value, ",".join(each.scopes), Span(state.value, _STYLES[state]))
        rows.append((*cells, _until(each, now), each.name))
    return table(("UID", "LEARNER", "ROLE", "SCOPES", "STATE", "UNTIL", "NAME"), rows, cut_for=look)


def new_token_lines(token: Token, now: datetime, look: Look) -> list[Line]:
    """Return what a new token is for, under its text."""
    until = f"until {_until(token, now)}" if token.expires_at else "for ever"
    mark = "→" if look.unicode else "->"
    return [
        line("It is shown this once: keep it now."),
        line(f"It acts as {visible_line(token.learner)}, {token.role.value}, with {', '.join(token.scopes)}, {until}."),
        line("Send it as a header: Authorization: Bearer TOKEN"),
        line(Span(f"{mark} to take it back: codementor tokens revoke {token.uid}", "faint")),
    ]


def revoked_lines(token: Token) -> list[Line]:
    """Return that a token is not taken any more."""
    named = f" ({visible_line(token.name)})" if token.name else ""
    return [line(f"Token {token.uid} of {visible_line(token.learner)}{named} is revoked.")]


def _until(token: Token, now: datetime) -> str:
    return "-" if token.expires_at is None else exact(token.expires_at, Clock(now))
