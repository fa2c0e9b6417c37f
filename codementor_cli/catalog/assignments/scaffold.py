"""A new assignment: a complete one, to be changed into what its author has in mind."""

from __future__ import annotations

import re
from pathlib import Path

from codementor_cli.errors import NextStep, UserFileError
from codementor_cli.files.atomic import write_fault, write_folder
from codementor_cli.files.paths import shown_path
from codementor_cli.text.excerpts import brief
from codementor_cli.text.untrusted import escaped

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")

_ASSIGNMENT = """\
# One assignment. Check it with: codementor assignment check {id}/assignment.yaml
# Grade with it:  codementor grade --root FOLDER --assignment {id}/assignment.yaml
id: "{id}"
title: "{title}"

# Challenges are found as everywhere: in challenges/ beside this file, or those that codementor brings along.
challenges:
  - id: equal-trays
    points: 10        # what full marks are worth; part of the cases, part of the points
    # Where the file may be in a repository: * in a name, ** for any folders. The first pattern that finds one wins.
    files: ["equal-trays/*", "**/equal-trays.*", "**/equal_trays.*"]
    languages: [python, java]  # leave it out to take all that the challenge takes
  - id: thermometer-log
    points: 10
    files: ["thermometer-log/main.py", "**/thermometer.py"]
    # Further files of the same program, in the main file's folder or below it.
    more_files: ["thermometer-log/*.py"]
    languages: [python]

# Always with a time zone: a name like Europe/Berlin, an offset like +01:00, or Z. Lateness is told by the date of the
# commit, which whoever commits can set: it is advice.
due: 2030-11-30 23:59 Europe/Berlin
late_due: 2030-12-07 23:59 Europe/Berlin  # nothing counts after it
late: {{percent_per_day: 10, cap: 50}}      # of what was earned; leave it out, and late costs nothing

# What students see of a failing case: all, actual (what their own program printed) or nothing. Of hidden cases they
# never see data.
show: all

# To pass: points, or a part of all. Without it every challenge must be accepted.
minimum_score: 60%

# Who is who: which repository belongs to whom. Who is in it and has no repository is in the gradebook as missing.
roster: roster.csv
"""
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
    if not _ID.fullmatch(assignment_id):
        better = re.sub(r"[^a-z0-9]+", "-", assignment_id.lower()).strip("-")[:100]
        raise UserFileError(
            f"{brief(assignment_id)} is not an id: expected a-z, 0-9 and -, like week-1",
            NextStep(("assignment", "new", better)) if better else "",
        )
    root = folder / assignment_id
    title = assignment_id.replace("-", " ").strip().capitalize()
    path = root / "assignment.yaml"
    try:
        write_folder(
            root, {"roster.csv": _ROSTER, path.name: _ASSIGNMENT.format(id=assignment_id, title=title)}, parents=False
        )
    except FileExistsError as error:
        step = NextStep(("assignment", "check", shown_path(path)), "choose another id, or: {}")
        raise UserFileError(f"{shown_path(root)} is there already, and is left as it is", step) from error
    except OSError as error:
        message = f"{shown_path(root)} cannot be written: {escaped(str(error.strerror))}"
        raise write_fault(error, message, "Go to a folder that you may write to, then try again.") from error
    return path
