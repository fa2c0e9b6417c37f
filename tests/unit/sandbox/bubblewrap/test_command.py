"""The command line of a bubblewrap lane, option by option, without starting one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.sandbox.bubblewrap import cgroup
from codementor_cli.sandbox.bubblewrap.command import LaneShape, System, lane_command
from codementor_cli.sandbox.bubblewrap.system import system_of
from codementor_cli.sandbox.policy import LanePolicy, run_policy

SYSTEM = System(binds=(("/usr", "/usr"),), links=(("usr/bin", "/bin"),), python="/usr/bin/python3")


def command(
    *,
    as_root: bool = False,
    networking: bool = False,
    groups: tuple[tuple[str, str], ...] = (),
    policy: LanePolicy | None = None,
) -> str:
    shape = LaneShape(program="bwrap", as_root=as_root, filter_descriptor=7, groups=groups, networking=networking)
    return " ".join(lane_command(shape, SYSTEM, policy or run_policy(Limits())))


@pytest.mark.parametrize("namespace", ["pid", "ipc", "uts", "net", "cgroup-try"])
def test_a_lane_has_namespaces_of_its_own(namespace: str) -> None:
    assert f"--unshare-{namespace}" in command()


def test_a_lane_gets_a_network_only_where_the_operator_says_so() -> None:
    assert "--unshare-net" not in command(networking=True)


def test_the_runner_is_the_first_process() -> None:
    assert "--as-pid-1" in command()


def test_an_ordinary_users_lane_has_a_user_namespace_and_no_capability() -> None:
    assert "--unshare-user --uid 1000 --gid 1000" in command()
    assert "--cap-add" not in command()


RUNNERS = {"CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_KILL", "CAP_SETGID", "CAP_SETUID"}


@pytest.mark.parametrize(
    ("groups", "kept"),
    [((("/group", "/sys/fs/cgroup"),), RUNNERS), ((), {*RUNNERS, "CAP_SYS_PTRACE"})],
    ids=["a control group counts", "the runner counts"],
)
def test_roots_lane_keeps_no_capability_but_the_runners(groups: tuple[tuple[str, str], ...], kept: set[str]) -> None:
    words = command(as_root=True, groups=groups).split()
    assert words[words.index("--cap-drop") + 1] == "ALL"
    assert {words[at + 1] for at, word in enumerate(words) if word == "--cap-add"} == kept


def test_nothing_of_the_host_can_be_written() -> None:
    words = command().split()
    assert "--bind" not in words
    assert "--dev-bind" not in words
    assert command().index("--remount-ro /dev") > command().index("--dev /dev")
    assert "--remount-ro / " in command()


def test_every_writable_place_has_a_size() -> None:
    words = command().split()
    for at, word in enumerate(words):
        if word == "--tmpfs":
            assert words[at - 2] == "--size"


def test_an_ordinary_users_programs_make_no_terminals_but_in_a_live_run() -> None:
    closed = "--ro-bind /dev/null /dev/pts/ptmx"
    assert closed in command()
    assert closed not in command(policy=run_policy(Limits(), live=True))
    assert closed not in command(as_root=True)  # the runner closes it, and can open it


def test_the_system_call_filter_and_the_environment_are_set() -> None:
    assert "--seccomp 7" in command()
    assert "--clearenv" in command()


def test_control_groups_are_shown_read_only() -> None:
    assert "--ro-bind /host/group /sys/fs/cgroup" in command(groups=(("/host/group", "/sys/fs/cgroup"),))


def test_a_system_is_its_programs_and_the_settings_that_they_need(tmp_path: Path) -> None:
    (tmp_path / "usr").mkdir()
    (tmp_path / "bin").symlink_to("usr/bin")
    (tmp_path / "etc" / "alternatives").mkdir(parents=True)
    (tmp_path / "etc" / "shadow").touch()
    (tmp_path / "home").mkdir()
    found = system_of(tmp_path)
    assert {target for _, target in found.binds} == {"/usr", "/etc/alternatives"}
    assert found.links == (("usr/bin", "/bin"),)


class Tree:
    """A make-believe control group file system."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root / "cgroup"
        self.root.mkdir()
        self.own = root / "own"
        monkeypatch.setattr(cgroup, "_MOUNT", self.root)
        monkeypatch.setattr(cgroup, "_OWN", self.own)


def test_version_1_groups_are_made_inside_this_processs_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = Tree(tmp_path, monkeypatch)
    tree.own.write_text("4:memory:/job\n3:pids:/\n2:cpuacct:/\n")
    for name in ("memory/job", "pids", "cpuacct"):
        (tree.root / name).mkdir(parents=True)
    group = cgroup.make(run_policy(Limits()))
    assert group is not None
    (folder,) = (tree.root / "memory" / "job").iterdir()
    assert (folder / "memory.limit_in_bytes").read_text() == str(run_policy(Limits()).memory_bytes)
    assert (tree.root / "pids" / folder.name / "pids.max").read_text() == "66"
    assert [inside for _, inside in group.mounts] == ["/sys/fs/cgroup/memory", "/sys/fs/cgroup/cpuacct"]
    (folder / "memory.oom_control").write_text("oom_kill_disable 0\nunder_oom 0\noom_kill 3\n")
    assert group.oom_kill_count() == 3
    entering = group.entering(["bwrap", "x"])
    assert entering[:2] == ["/bin/sh", "-c"]
    assert entering[-2:] == ["bwrap", "x"]


def test_version_2_groups_are_made_beside_this_processs_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = Tree(tmp_path, monkeypatch)
    tree.own.write_text("0::/user/session\n")
    (tree.root / "user" / "session").mkdir(parents=True)
    (tree.root / "cgroup.controllers").touch()
    make = Path.mkdir

    def mkdir_with_files(path: Path) -> None:
        make(path)
        (path / "memory.max").touch()
        (path / "pids.max").touch()

    monkeypatch.setattr(Path, "mkdir", mkdir_with_files)
    group = cgroup.make(run_policy(Limits()))
    assert group is not None
    ((folder, inside),) = group.mounts
    assert Path(folder).parent == tree.root / "user"
    assert inside == "/sys/fs/cgroup"
    assert (Path(folder) / "pids.max").read_text() == "66"


def test_without_control_groups_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Tree(tmp_path, monkeypatch)
    assert cgroup.make(run_policy(Limits())) is None


def test_a_group_that_cannot_be_entered_says_so_by_its_exit_code(tmp_path: Path) -> None:
    group = cgroup.LaneGroup({"": tmp_path / "missing"})
    done = subprocess.run(group.entering(["true"]), capture_output=True, check=False)
    assert done.returncode == cgroup.NOT_ENTERED


def test_a_group_is_entered_before_the_command_starts(tmp_path: Path) -> None:
    group = cgroup.LaneGroup({"memory": tmp_path, "pids": tmp_path})
    done = subprocess.run(group.entering(["sh", "-c", "echo $$"]), capture_output=True, text=True, check=True)
    assert (tmp_path / "cgroup.procs").read_text() == done.stdout


def test_group_that_cannot_be_removed_yet_is_said_and_removed_later(tmp_path: Path) -> None:
    folder = tmp_path / "group"
    (folder / "process").mkdir(parents=True)  # as a process that has not ended yet would, it keeps the folder
    group = cgroup.LaneGroup({"": folder})
    assert not group.remove(0)
    (folder / "process").rmdir()
    assert group.remove(0)
    assert not folder.exists()
    assert group.remove(0)
