"""What the recipes promise of compilers: quick starts, and errors that a learner can read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import docker
import pytest

from codementor_cli.bootstrap import data_folder
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.sandbox.images.docker_images import Images

RECIPES = data_folder("sandbox_images")

Shell = Callable[[str, str], str]
"""Runs a script in a language's image as a lane would, in an empty folder; returns what it wrote."""


def ignore(_line: str) -> None:
    pass


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    client = docker.from_env()
    images = Images(RECIPES, lambda: client, lock_folder=tmp_path_factory.mktemp("locks"))

    def run(language: str, script: str) -> str:
        folders = "mkdir /box/scratch /box/build /box/source && cd /box/source"
        return client.containers.run(
            images.ensure(language, ignore),
            ["bash", "-c", f"{folders}\n{{ {script}\n}} 2>&1"],
            remove=True,
            network_disabled=True,
            read_only=True,
            user="20000:20000",
            cap_drop=["ALL"],
            tmpfs={"/box": "exec,mode=1777"},
            environment={"HOME": "/box/scratch", "TMPDIR": "/box/scratch"},
        ).decode()

    yield run
    client.close()


def compile_command(language: str, source: str, *options: str) -> str:
    words = YamlLanguages(RECIPES / "languages.yaml").get(language).compile
    values = {"{build}": "/box/build", "{sources}": source, "{main}": source, "{compile_options}": ""}
    for placeholder, value in values.items():
        words = tuple(word.replace(placeholder, value) for word in words)
    return " ".join((words[0], *options, *words[1:]))


@pytest.mark.parametrize("header", ["iostream", "vector", "algorithm", "bits/stdc++.h"])
def test_cpp_command_takes_precompiled_headers(shell: Shell, header: str) -> None:
    command = compile_command("cpp", "main.cpp", "-H")
    shown = shell("cpp", f"printf '#include <{header}>\\nint main() {{}}\\n' > main.cpp; {command}")
    assert any(line.startswith("! ") and line.endswith(f"{Path(header).name}.gch") for line in shown.splitlines())


def test_javac_takes_its_classes_from_the_archive(shell: Shell) -> None:
    command = compile_command("java", "Main.java", "-J-Xlog:class+load")
    shown = shell("java", f"echo 'class Main {{}}' > Main.java; {command}")
    assert shown.count("shared objects file (top)") > 1000


def test_go_error_names_line_and_column(shell: Shell) -> None:
    source = 'package main\n\nimport "os"\n\nfunc main() { x }\n'
    shown = shell("go", f"echo '{source}' > main.go; {compile_command('go', 'main.go')}; echo exit code $?")
    assert 'main.go:3:8: "os" imported and not used' in shown
    assert "main.go:5:15: undefined: x" in shown
    assert "exit code 2" in shown


def test_go_refuses_packages_that_are_not_there(shell: Shell) -> None:
    source = 'package main\n\nimport "internal/abi"\n\nfunc main() { abi.X() }\n'
    shown = shell("go", f"echo '{source}' > main.go; {compile_command('go', 'main.go')}; echo exit code $?")
    assert "main.go:3:8: could not import internal/abi" in shown
    assert "exit code 2" in shown


def test_typescript_type_error_names_place_and_fails(shell: Shell) -> None:
    script = f"echo 'const x: number = \"a\";' > main.ts; {compile_command('typescript', 'main.ts')}; echo exit code $?"
    assert shell("typescript", script).splitlines() == [
        "main.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.",
        "exit code 2",
    ]


def test_typescript_knows_node_and_not_the_browser(shell: Shell) -> None:
    source = 'import fs from "fs"; console.log(fs.readFileSync(0, "utf8").length, document);'
    shown = shell("typescript", f"echo '{source}' > main.ts; {compile_command('typescript', 'main.ts')}; echo")
    assert len(shown.splitlines()) == 2
    assert "Cannot find name 'document'" in shown


def test_c_program_can_make_a_temporary_file(shell: Shell) -> None:
    source = "#include <stdio.h>\nint main(void) { return tmpfile() == NULL; }\n"
    script = f"echo '{source}' > main.c; {compile_command('c', 'main.c')} && /box/build/program && echo made"
    assert shell("c", script) == "made\n"
