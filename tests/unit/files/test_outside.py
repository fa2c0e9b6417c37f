from __future__ import annotations

from pathlib import Path

from codementor_cli.files.outside import holder, leads_over_a_link


def test_folder_that_holds_a_path_is_found_through_links(tmp_path: Path) -> None:
    inside = tmp_path / "repository"
    inside.mkdir()
    (tmp_path / "link").symlink_to(inside)
    assert holder(tmp_path / "link" / "x", [inside]) == inside
    assert holder(tmp_path / "x", [inside]) is None


def test_link_in_a_folder_leads_elsewhere_and_one_beside_it_does_not(tmp_path: Path) -> None:
    inside = tmp_path / "repository"
    inside.mkdir()
    for link in (inside / "link", tmp_path / "link"):
        link.symlink_to(tmp_path)
    assert leads_over_a_link(inside / "link" / "x", [inside])
    assert not leads_over_a_link(tmp_path / "link" / "x", [inside])
