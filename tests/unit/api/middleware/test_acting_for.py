from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from codementor_cli.api.middleware.acting_for import acting_for
from codementor_cli.api.problems import ProblemError
from codementor_cli.domain.access.principal import LOCAL_PRINCIPAL, Principal, Role
from codementor_cli.domain.practice.learner import LearnerId
from tests.fakes.tokens import kept_token

SERVICE = kept_token(1, Role.SERVICE, "moodle").principal


def headers(*names: str) -> Headers:
    return Headers(raw=[(b"x-codementor-learner", name.encode("latin-1")) for name in names])


def test_without_the_header_a_token_acts_as_its_own_learner() -> None:
    assert acting_for(SERVICE, headers()) is SERVICE


def test_a_service_acts_as_its_learner_with_its_own_rights_and_rate() -> None:
    assert acting_for(SERVICE, headers("4711")) == Principal(
        learner=LearnerId("moodle/4711"), role=Role.SERVICE, scopes=SERVICE.scopes, token_uid=SERVICE.token_uid
    )


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SERVICE}))
def test_no_other_role_names_a_learner(role: Role) -> None:
    with pytest.raises(ProblemError) as caught:
        acting_for(kept_token(1, role).principal, headers("4711"))

    assert caught.value.status_code == 403
    assert "Only a token of the role service may" in caught.value.detail


def test_the_user_of_a_machine_without_tokens_names_none() -> None:
    with pytest.raises(ProblemError, match="403"):
        acting_for(LOCAL_PRINCIPAL, headers("4711"))


@pytest.mark.parametrize("names", [("",), ("a b",), ("a/b",), ("\xe9",), ("a" * 200,), ("ann", "ann")])
def test_a_name_that_means_nobody_is_refused_and_not_repeated(names: tuple[str, ...]) -> None:
    with pytest.raises(ProblemError) as caught:
        acting_for(SERVICE, headers(*names))

    assert caught.value.status_code == 422
    assert "at most 200 characters" in caught.value.detail
    assert "ann" not in caught.value.detail
