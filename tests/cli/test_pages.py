"""The documentation says what the code does: every command that a page shows runs, every made part is as the code says.

A fenced command runs in an empty folder, page by page, in the order of the page; ``NOT_RUN`` lists what cannot, with
the reason. Output that a page shows is compared.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from codementor_cli.cli import app, failures
from codementor_cli.cli.commands.root import command
from codementor_cli.domain.challenge.challenge import CheckerType
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.reports.formats import FORMATS
from tests.cli.command import Result, fork
from tests.cli.page import HELP, PAGES, ROOT, File, Typed, inline, name_of, rows, steps

_SPEC = importlib.util.spec_from_file_location("pages", ROOT / ".ci" / "pages.py")
assert _SPEC is not None
assert _SPEC.loader is not None
MAKER: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(MAKER)

NOT_RUN = {
    r"make \w.*": "sets up a machine; `make test` is what runs this",
    r"(\.ci/setup|\.venv/bin/).*": "tools of development: `make check` runs them",
    r"pipx install \.": "asks a package index; tests/cli/test_installed.py has what it installs",
    r"apt-get .*": "installs on this machine",
    r"curl http://127.0.0.1:3001/api/ai/.*": "asks a running service: tests/api/test_ai.py sends the same body",
    r"export ANTHROPIC_API_KEY=.*": "a key of one's own",
    r"codementor (review|analyze|hint --ask) .*": "asks Claude: tests/cli/test_hint.py asks a fake",
    r"codementor images (build|unpack|prune).*": "minutes; other tests use the images: tests/cli/test_general.py",
    r"pg_(dump|restore) .*": "tests/cli/test_postgres_store.py types it",
    r"codementor doctor": "tests/cli/test_general.py",
    r"export CODE_EXECUTOR_.*": "a server of one's own: tests/cli/test_remote.py, tests/cli/test_local_server.py",
    r"codementor grade .* --judge .*": "a server of one's own: tests/api/test_grade_elsewhere.py",
    r"codementor serve --local": "does not end by itself: tests/cli/test_local_server.py types it",
    r"codementor serve( --log-.*)?": "does not end by itself: tests/api/test_readme.py types it",
    r"codementor serve --compatible .*": "the same: tests/api/test_serve.py",
    r"curl .*": "asks that server: tests/api/test_readme.py does the same",
    r"(git archive|docker compose) .*": "minutes, and a registry: tests/cli/test_server_recipes.py reads their files",
    r"(cd integrations/server/machines|\./up.*)": "minutes: tests/cli/test_machine_recipes.py reads its files",
    r"(/opt/codementor/bin/|python3 -m venv|useradd|install|cp|systemctl|journalctl|runuser) ?.*": "installs a service",
    r"codementor store copy /var/.*": "an operator's databases: tests/cli/test_store_copy.py",
    r"export DATABASE_URL=postgresql.*": "a server of one's own: tests/contract/test_store_copy.py",
    r"sqlite3 .*": "an operator's database: tests/api/test_documentation.py copies one",
    r"codementor test --watch": "needs a terminal: tests/cli/test_watch.py",
    r"codementor challenges verify( --resume| equal-trays)?": "minutes: tests/contract/test_shipped_challenges.py",
}
FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"
TRAYS = ROOT / "challenges" / "equal-trays" / "submissions" / "wrong_answer" / "counts_root_twice.py"
BEFORE = {
    "README.md": ("trays.py", ""),
    "docs/guides/mentor.md": ("trays.py", "codementor test trays.py --challenge equal-trays"),
    "docs/guides/operator.md": ("trays.py", ""),
}
"""What a page takes for granted: the reader's file, and what was typed before."""

pytestmark = pytest.mark.filterwarnings("error")
RUN = [page for page in PAGES if page != HELP and any(isinstance(step, Typed) for step in steps(page))]
COMMANDS = {" ".join(path): path for path in MAKER.words()}


def is_run(line: str) -> bool:
    return not any(re.fullmatch(pattern, line) for pattern in NOT_RUN)


class Reader:
    """Types what a page says."""

    def __init__(self, folder: Path, home: dict[str, str]) -> None:
        self.top = self.folder = folder
        self._environment = {**home, "COLUMNS": "110"}

    def write(self, file: File) -> None:
        path = self.folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.content)

    def type(self, typed: Typed) -> None:
        line, _, target = typed.line.partition(" > ")
        words = shlex.split(line)
        if words[0] == "cd":
            self.folder = Path(os.path.normpath(self.folder / words[1]))
            assert self.folder.is_dir(), typed
            return
        assert words[0] == "codementor", f"neither run nor listed in NOT_RUN with a reason: {line}"
        done = fork(self.folder, self._environment, *words[1:])
        assert done.code in {0, 1}, (line, done)
        if target:
            (self.folder / target).write_text(done.out)
        if typed.shown is not None:
            self._compare(typed.shown, done)

    def _compare(self, shown: str, done: Result) -> None:
        pieces = [re.escape(plain(each)) for each in re.split(r"^…$", shown, flags=re.MULTILINE)]
        printed = plain(done.out.replace(str(self.top), "/…"))
        assert re.fullmatch(".*".join(pieces), printed, re.DOTALL), (shown, printed)


def plain(text: str) -> str:
    """Return output without figures and room that differ from run to run."""
    return re.sub(r" +\d+(\.\d+)? ms", " N ms", text).strip()


@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_commands_of_a_page_run_and_print_what_it_shows(page: Path, tmp_path: Path, home: dict[str, str]) -> None:
    (tmp_path / "work").mkdir()
    reader = Reader(tmp_path / "work", home)
    name, before = BEFORE.get(name_of(page), ("", ""))
    if name:
        (reader.folder / name).write_bytes(TRAYS.read_bytes())
    for step in [*([Typed(before)] if before else []), *steps(page)]:
        if isinstance(step, File):
            reader.write(step)
        elif is_run(step.line):
            reader.type(step)


def test_every_block_is_a_file_or_commands_and_each_reason_is_of_use() -> None:
    typed = [step.line for page in PAGES for step in steps(page) if isinstance(step, Typed)]
    assert len(typed) > 60
    for pattern, reason in NOT_RUN.items():
        assert any(re.fullmatch(pattern, line) for line in typed), pattern
        for file in re.findall(r"tests/\S+\.py", reason):
            assert (ROOT / file).exists(), file


@pytest.mark.parametrize("words", COMMANDS)
def test_help_in_the_reference_is_what_the_command_prints(words: str, tmp_path: Path, home: dict[str, str]) -> None:
    line = " ".join(("codementor", *COMMANDS[words], "--help"))
    (shown,) = [step.shown for step in steps(HELP) if isinstance(step, Typed) and step.line == line]
    assert shown is not None
    done = fork(tmp_path, {**home, "COLUMNS": "80"}, *COMMANDS[words], "--help")
    assert done.out.rstrip() == shown.rstrip()


def test_reference_has_the_help_of_commands_that_are_there_only() -> None:
    shown = [step.line for step in steps(HELP) if isinstance(step, Typed)]
    assert shown == [" ".join(("codementor", *path, "--help")) for path in COMMANDS.values()]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_made_parts_of_a_page_are_as_the_code_says(page: Path) -> None:
    for found in MAKER.MADE.finditer(page.read_text("utf-8")):
        if found[2] != "commands":  # one test a command, above
            assert found[0] == f"{found[1]}\n{MAKER.PARTS[found[2]]()}\n{found[3]}", "type: make pages"


def test_made_parts_are_each_on_a_page() -> None:
    marks = [found[2] for page in PAGES for found in MAKER.MADE.finditer(page.read_text("utf-8"))]
    assert sorted(marks) == sorted(MAKER.PARTS)


def test_commands_and_options_within_text_are_there() -> None:
    for page in PAGES:
        for code in inline(page):
            if code.startswith("codementor "):
                words = code.split()[1:]
                found = command()
                while words and words[0] in getattr(found, "entries", ()):
                    found = found.get_command(None, words.pop(0))
                assert not hasattr(found, "entries") or not words or words[0].startswith("-"), (name_of(page), code)
                options = {option for each in found.params for option in each.opts} | {"--help"}
                assert {word for word in words if word.startswith("--")} <= options, (name_of(page), code)


def test_files_that_pages_name_or_link_to_are_there() -> None:
    for page in PAGES:
        text = page.read_text("utf-8")
        links = re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", text)
        named = [
            code for code in inline(page) if re.match(r"(integrations|codementor_cli|sandbox_images|tests)/", code)
        ]
        for each in links:
            assert (page.parent / each).exists(), (name_of(page), each)
        for each in named:
            assert list(ROOT.glob(each.partition("::")[0])), (name_of(page), each)


def test_table_of_verdicts_is_the_judges() -> None:
    shown = [(code.strip("`"), words) for code, words, _ in rows(ROOT / "docs/reference/verdicts.md", "verdict")]
    assert shown == [(each.value, each.words) for each in Verdict]


def test_table_of_exit_codes_is_the_commands() -> None:
    shown = {int(code) for code, *_ in rows(ROOT / "docs/reference/exit-codes.md", "code")}
    of_errors = {code for _, code in failures._EXIT_CODES} | {failures.EXIT_BUG}
    of_app = {value for name, value in vars(app).items() if name.startswith("EXIT_")}
    assert shown == {0, 1, 128 + 15} | of_errors | of_app


def test_table_of_checkers_is_the_judges() -> None:
    shown = [name.strip("`") for name, _ in rows(ROOT / "docs/reference/challenge-yaml.md", "`checker: {type: …}`")]
    assert shown == [each.value for each in CheckerType]


def test_each_report_format_has_its_notes() -> None:
    taken = " ".join(take for _, take, _ in rows(ROOT / "docs/reference/reports.md", "for"))
    assert sorted(re.findall(r"`([\w-]+)`", taken)) == sorted(FORMATS)


def test_workflow_runs_make_test_with_nothing_but_a_checkout() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))
    steps_of_job = workflow["jobs"]["test"]["steps"]
    assert [each["uses"].partition("@")[0] for each in steps_of_job if "uses" in each] == ["actions/checkout"]
    assert [each["run"] for each in steps_of_job if "run" in each] == ["sudo env CI=true make test"]
    assert workflow["permissions"] == {"contents": "read"}


@pytest.mark.parametrize(
    "form", sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml")), ids=lambda path: path.stem
)
def test_forms_for_issues_have_what_github_asks_for(form: Path) -> None:
    read = yaml.safe_load(form.read_text("utf-8"))
    assert {"name", "description", "body"} <= set(read)
    assert all({"type", "id"} <= set(each) and each["attributes"]["label"] for each in read["body"])
