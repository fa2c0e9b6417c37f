"""SECURITY.md lists every attack that the suite runs."""

from __future__ import annotations

from tests.sandbox.security_page import PAGE, table


def test_the_page_lists_every_attack_with_its_outcome() -> None:
    hint = "python -m tests.sandbox.security_page writes it anew"
    assert PAGE.read_text(encoding="utf-8").endswith(table()), hint
