"""A new assignment: a complete example for its author to change."""

from __future__ import annotations

from pathlib import Path

from codementor_cli.catalog.new_folder import check_id, write_example
from codementor_cli.files.paths import shown_path

_ROSTER = """\
repository,id,name,email,section
# One line for each student, like this one without its "# ":
# ada-example,1001,Ada Example,ada@example.org,A
"""


def new_assignment(folder: Path, assignment_id: str) -> Path:
    """Write a small complete assignment.

    Args:
        folder: Takes the new folder.
        assignment_id: The new folder's name.

    Returns:
        The new assignment.yaml.

    Raises:
        UserFileError: The id is not one, or is taken, or the folder cannot be written; nothing is overwritten.
        EnvironmentFault: The disk is full; nothing is left of the assignment.
    """
    check_id(assignment_id, "week-1", ("assignment", "new"))
    path = folder / assignment_id / "assignment.yaml"
    title = assignment_id.replace("-", " ").strip().capitalize()
    template = Path(__file__).with_name("new_assignment.yaml").read_text(encoding="utf-8")
    files = {"roster.csv": _ROSTER, path.name: template.replace("{id}", assignment_id).replace("{title}", title)}
    write_example(path.parent, files, ("assignment", "check", shown_path(path)))
    return path
