"""What lanes and steps are allowed, option by option, without an engine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, LanguageOptions, Program, SourceFile, with_options
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.sandbox.docker.container import DockerOptions, container_config
from codementor_cli.sandbox.lanes.plan import Plan
from codementor_cli.sandbox.policy import (
    ROOM_BYTES,
    RUNNER_BYTES,
    ZYGOTE_BYTES,
    ZYGOTE_PROCESSES,
    compile_policy,
    run_policy,
)
from codementor_cli.text.units import MIB

JAVA = Language(
    name="java",
    title="Java",
    extensions=(".java",),
    main_name="Main.java",
    compile=("javac", "-d", "{build}", "{sources}"),
    run=("java", "-Xmx{memory_mib}m", "-cp", "{build}", "{stem}", "{arguments}"),
)
PROGRAM = Program(
    language="java",
    files=(SourceFile("Main.java", b""), SourceFile("a/B.java", b""), SourceFile("words.txt", b"")),
    main="Main.java",
)


def config(options: DockerOptions | None = None) -> dict[str, Any]:
    return container_config("image", run_policy(Limits()), options or DockerOptions(), {"a": "b"})


def host(options: DockerOptions | None = None) -> dict[str, Any]:
    return cast("dict[str, Any]", config(options)["HostConfig"])


def test_a_lane_has_no_network_of_its_own() -> None:
    assert config()["NetworkDisabled"] is True


def test_a_lane_gets_a_network_only_where_the_operator_says_so() -> None:
    assert config(DockerOptions(networking=True))["NetworkDisabled"] is False


def test_a_lane_keeps_no_capability_but_the_runners() -> None:
    assert host()["CapDrop"] == ["ALL"]
    assert set(host()["CapAdd"]) == {"CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID"}


def test_a_lane_gains_no_privileges() -> None:
    assert host()["SecurityOpt"] == ["no-new-privileges:true"]
    assert "Privileged" not in host()


def test_a_lane_has_nothing_of_the_host_mounted() -> None:
    assert not {"Binds", "Mounts", "VolumesFrom", "Devices"} & set(host())
    assert host()["IpcMode"] == "private"


def test_a_lanes_root_is_read_only_and_its_scratch_is_capped() -> None:
    assert host()["ReadonlyRootfs"] is True
    for options in host()["Tmpfs"].values():
        assert "size=" in options
        assert "nr_inodes=" in options
        assert "nosuid" in options
        assert "nodev" in options


def test_a_lanes_memory_is_the_limit_and_the_runners_share_without_swap() -> None:
    assert host()["Memory"] == host()["MemorySwap"] == 256 * MIB + RUNNER_BYTES + ROOM_BYTES


def test_a_lanes_processes_are_the_limit_and_the_runner() -> None:
    assert host()["PidsLimit"] == 65


def test_programs_read_nothing_that_their_group_keeps_of_those_before_them() -> None:
    masked = set(host()["MaskedPaths"])
    assert {"/proc/kcore", "/proc/keys", "/proc/timer_list", "/sys/firmware"} < masked
    assert "/sys/fs/cgroup/memory.peak" in masked
    assert "/sys/fs/cgroup/memory/memory.max_usage_in_bytes" in masked
    assert not {"/sys/fs/cgroup/cpu.stat", "/sys/fs/cgroup/memory/memory.oom_control"} & masked


def test_a_lane_has_room_for_what_the_program_and_its_input_need() -> None:
    plan = Plan(language=JAVA, program=PROGRAM, limits=Limits())
    assert plan.room_for(CaseRun(key=0), ()) == ROOM_BYTES
    assert plan.room_for(CaseRun(key=0, stdin=bytes(ROOM_BYTES)), ()) == 2 * ROOM_BYTES
    roomy = replace(plan, room_bytes=2 * ROOM_BYTES)
    assert roomy.lane_policy.memory_bytes == plan.lane_policy.memory_bytes + ROOM_BYTES


def test_a_zygotes_processes_have_memory_of_their_own() -> None:
    assert run_policy(Limits(), zygote=True).memory_bytes == run_policy(Limits()).memory_bytes + ZYGOTE_BYTES


def test_a_lane_writes_no_log() -> None:
    assert host()["LogConfig"] == {"Type": "none"}


def test_a_lane_ends_and_goes_with_its_host() -> None:
    assert host()["AutoRemove"] is True
    assert config()["StdinOnce"] is True


def test_the_operators_ceiling_on_cpu_is_a_quota() -> None:
    assert host(DockerOptions(cpu_percent=80))["NanoCpus"] == 800_000_000
    assert "NanoCpus" not in host()


def test_another_runtime_is_asked_for_by_name() -> None:
    assert host(DockerOptions(runtime="runsc"))["Runtime"] == "runsc"
    assert "Runtime" not in host()


def test_a_compiler_gets_limits_of_its_own() -> None:
    assert compile_policy().memory_bytes > run_policy(Limits()).memory_bytes


def test_placeholders_are_filled_and_lists_spread() -> None:
    plan = Plan(language=JAVA, program=PROGRAM, limits=Limits(memory_bytes=100 * MIB))
    assert plan.compile_step is not None
    assert plan.compile_step.argv == ("javac", "-d", "/box/build", "Main.java", "a/B.java")
    assert plan.compile_step.folder == "/box/source"
    step = plan.run_step(CaseRun(key=3, arguments=("--x", "{main}")))
    assert step.argv == ("java", "-Xmx100m", "-cp", "/box/build", "Main", "--x", "{main}")
    assert step.header()["key"] == 3


def test_a_function_call_starts_the_harness() -> None:
    language = Language(
        name="p",
        title="P",
        extensions=(".py",),
        main_name="main.py",
        run=("p", "{main}"),
        call_run=("p", "{harness}", "{main}"),
        harness=SourceFile(".codementor/call.py", b"harness"),
    )
    program = Program(language="p", files=(SourceFile("main.py", b""),), main="main.py", calls_function=True)
    plan = Plan(language=language, program=program, limits=Limits())
    assert plan.run_step(CaseRun(key=0)).argv == ("p", "/box/source/.codementor/call.py", "/box/source/main.py")
    assert SourceFile(".codementor/call.py", b"harness") in plan.files


@pytest.mark.parametrize(("memory", "stack"), [(64 * MIB, 64 * MIB), (4096 * MIB, 1024 * MIB)])
def test_the_stack_is_as_large_as_the_memory_limit_within_reason(memory: int, stack: int) -> None:
    plan = Plan(language=JAVA, program=PROGRAM, limits=Limits(memory_bytes=memory))
    assert plan.run_step(CaseRun(key=0)).header()["stack_bytes"] == stack


PYTHON = Language(
    name="python",
    title="Python",
    extensions=(".py",),
    main_name="main.py",
    run=("python3", "{main}", "{arguments}"),
    zygote=True,
    harness=SourceFile("call.py", b""),
    call_run=("python3", "{harness}", "{main}"),
)


@pytest.mark.parametrize(
    ("calls_function", "argv"),
    [
        (False, ("python3", "/box/source/main.py")),
        (True, ("python3", "/box/source/call.py", "/box/source/main.py")),
    ],
)
def test_a_zygote_is_started_as_every_run_without_arguments_is(calls_function: bool, argv: tuple[str, ...]) -> None:
    files = (SourceFile("main.py", b""),)
    program = Program(language="python", files=files, main="main.py", calls_function=calls_function)
    plan = Plan(language=PYTHON, program=program, limits=Limits())
    assert plan.zygote is not None
    assert plan.zygote.argv == argv
    run = plan.run_step(CaseRun(key=1, arguments=() if calls_function else ("one",)))
    assert run.argv[: len(argv)] == argv
    assert (run.environment, run.stack_bytes) == (plan.zygote.environment, plan.zygote.stack_bytes)


def test_a_lane_has_room_for_the_zygotes_processes_where_there_is_one() -> None:
    plans = [Plan(language=language, program=PROGRAM, limits=Limits(process_count=7)) for language in (PYTHON, JAVA)]
    assert [plan.lane_policy.process_count for plan in plans] == [7 + 1 + ZYGOTE_PROCESSES, 7 + 1]
    assert plans[1].zygote is None


def test_options_of_a_program_come_after_the_languages_own_and_before_its_files() -> None:
    language = replace(
        JAVA,
        compile=("javac", "-d", "{build}", "{compile_options}", "{sources}"),
        run=("java", "-ea", "{run_options}", "{stem}", "{arguments}"),
    )
    program = with_options(PROGRAM, LanguageOptions(compile=("-Xlint", "-g"), run=("-Xss8m",)))
    plan = Plan(language=language, program=program, limits=Limits())
    assert plan.compile_step is not None
    assert plan.compile_step.argv == ("javac", "-d", "/box/build", "-Xlint", "-g", "Main.java", "a/B.java")
    assert plan.run_step(CaseRun(key=0, arguments=("1",))).argv == ("java", "-ea", "-Xss8m", "Main", "1")


def test_an_interpreter_with_options_is_started_with_them_and_not_forked() -> None:
    program = with_options(PROGRAM, LanguageOptions(run=("-O",)))
    assert Plan(language=PYTHON, program=program, limits=Limits()).zygote is None


def test_a_program_without_options_stays_as_it_is() -> None:
    assert with_options(PROGRAM, LanguageOptions()) is PROGRAM
