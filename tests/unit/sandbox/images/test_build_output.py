from __future__ import annotations

import pytest

from codementor_cli.sandbox.images.build_output import BuildError, describe_step, follow


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Step 2/4 : RUN install nodejs && seal", "step 2 of 4: installing nodejs"),
        ("Step 4/5 : RUN mkdir -p /a     && install g++ libc6-dev", "step 4 of 5: installing g++ libc6-dev"),
        ("Step 1/4 : ARG BASE", "step 1 of 4: ARG BASE"),
        ("Step 3/4 : COPY " + "x" * 80, "step 3 of 4: COPY " + "x" * 54 + "…"),
        (" ---> 123abc", ""),
        ("Setting up nodejs (20)", ""),
    ],
)
def test_steps_become_short_lines_and_other_output_none(text: str, line: str) -> None:
    assert describe_step(text) == line


def test_each_step_is_reported_with_the_name_of_what_is_built() -> None:
    lines: list[str] = []
    follow([{"stream": "Step 1/1 : ARG BASE\n"}, {"stream": "more\n"}, {"aux": {"ID": "x"}}], "python", lines.append)
    assert lines == ["python: step 1 of 1: ARG BASE"]


def test_failure_carries_the_last_lines_without_colours() -> None:
    events = [{"stream": f"line {number}\n ---> Running in 0123\n"} for number in range(40)]
    with pytest.raises(BuildError) as caught:
        follow([*events, {"error": "\x1b[91mapt-get failed\x1b[0m"}], "python", lambda _: None)
    lines = str(caught.value).splitlines()
    assert lines[-2:] == ["line 39", "apt-get failed"]
    assert len(lines) == 13
