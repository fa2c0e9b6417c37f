from __future__ import annotations

from itertools import product

import pytest

from codementor_cli.domain.access.principal import LOCAL_PRINCIPAL, ROLE_SCOPES, Principal, Role, Scope
from codementor_cli.domain.access.rights import Action, may, scope_of
from codementor_cli.domain.practice.learner import LOCAL, LearnerId

ANN, BEN = LearnerId("ann"), LearnerId("ben")

TABLE = """
                learner      teacher      operator     service
run             own          own          own          own
submit          own          own          own          own
read            own          own foreign  own foreign  own
cancel          own          own          own foreign  own
ask_mentor      own          own          own          own
see_hidden      -            own foreign  own          -
judge           -            -            own          own
see_metrics     -            -            own          -
manage          -            -            own          -
"""
"""Who may do what with all scopes of their role; ``own``: to what is their own, ``foreign``: to another learner's."""

_ROWS = [[each.strip() for each in row.split("  ") if each.strip()] for row in TABLE.strip("\n").split("\n")]
_HEAD = _ROWS.pop(0)
ALLOWED = {
    (Action(action), Role(role), whose)
    for action, *cells in _ROWS
    for role, cell in zip(_HEAD, cells, strict=True)
    for whose in cell.split()
    if cell != "-"
}
EVERYTHING = list(product(Action, Role, ("own", "foreign")))


def principal(role: Role, scopes: frozenset[Scope] | None = None) -> Principal:
    return Principal(learner=ANN, role=role, scopes=ROLE_SCOPES[role] if scopes is None else scopes)


def test_the_table_has_a_row_for_each_action_and_a_column_for_each_role() -> None:
    assert [row[0] for row in _ROWS] == list(Action)
    assert list(Role) == _HEAD


@pytest.mark.parametrize(("action", "role", "whose"), EVERYTHING)
def test_each_role_may_do_what_the_table_says_and_nothing_else(action: Action, role: Role, whose: str) -> None:
    owner = ANN if whose == "own" else BEN

    assert may(principal(role), action, owner) is ((action, role, whose) in ALLOWED)


@pytest.mark.parametrize(("action", "role"), list(product(Action, Role)))
def test_what_has_no_owner_is_as_ones_own(action: Action, role: Role) -> None:
    assert may(principal(role), action) is may(principal(role), action, ANN)


@pytest.mark.parametrize(("action", "role", "whose"), EVERYTHING)
def test_nothing_goes_without_the_scope_of_the_action(action: Action, role: Role, whose: str) -> None:
    owner = ANN if whose == "own" else BEN
    others = frozenset(Scope) - {scope_of(action)}

    assert not may(principal(role, others), action, owner)


@pytest.mark.parametrize(("action", "role", "whose"), EVERYTHING)
def test_scopes_beyond_the_role_give_nothing_more(action: Action, role: Role, whose: str) -> None:
    owner = ANN if whose == "own" else BEN

    assert may(principal(role, frozenset(Scope)), action, owner) is ((action, role, whose) in ALLOWED)


def test_user_of_the_machine_may_do_everything_that_an_operator_may() -> None:
    assert LOCAL_PRINCIPAL.learner == LOCAL
    assert all(may(LOCAL_PRINCIPAL, action) for action in Action)
    assert not LOCAL_PRINCIPAL.token_uid
