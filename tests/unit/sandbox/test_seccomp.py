"""The system call filter of bubblewrap lanes, run by a small interpreter of classic BPF."""

from __future__ import annotations

import struct

import pytest

from codementor_cli.sandbox import seccomp

ALLOW, KILL = 0x7FFF0000, 0x80000000
DONE, EPERM, ENOMEM, ENOSYS, EAFNOSUPPORT = 0x00050000, 0x00050001, 0x0005000C, 0x00050026, 0x00050061
X86, ARM = seccomp.ARCHITECTURES["x86_64"], seccomp.ARCHITECTURES["aarch64"]


def verdict(
    number: int,
    *arguments: int,
    architecture: str = "x86_64",
    says: int | None = None,
    networking: bool = False,
    counted: bool = False,
) -> int:
    """Return what the filter answers to a call. Source: the kernel's Documentation/networking/filter.rst."""
    code = seccomp.program(architecture, networking=networking, counted=counted)
    own = seccomp.ARCHITECTURES[architecture] if says is None else says
    call = struct.pack("=IIQ6Q", number, own, 0, *(*arguments, *[0] * (6 - len(arguments))))
    accumulator, at = 0, 0
    while True:
        operation, yes, no, value = struct.unpack_from("=HBBI", code, at * 8)
        at += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("=I", call, value)
        elif operation == 0x06:
            return int(value)
        else:
            holds = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: bool(accumulator & value)}[operation]
            at += yes if holds else no


@pytest.mark.parametrize("number", [0, 1, 2, 9, 39, 57, 58, 59, 60, 202, 231, 257, 318, 334])
def test_what_programs_need_is_allowed(number: int) -> None:
    assert verdict(number) == ALLOW


@pytest.mark.parametrize("number", sorted({pair[0] for pair in seccomp._REFUSED.values() if pair[0] is not None}))
def test_what_reaches_out_of_the_lane_is_refused(number: int) -> None:
    assert verdict(number) == EPERM


def test_new_processes_are_allowed_and_new_namespaces_are_not() -> None:
    assert verdict(56, 17) == ALLOW
    assert verdict(56, 0x10000000 | 17) == EPERM
    assert verdict(435) == ENOSYS


def test_a_process_may_tune_itself_alone() -> None:
    assert verdict(302, 0, 7) == ALLOW
    assert verdict(302, 1, 7) == EPERM
    assert verdict(203, 1) == EPERM
    assert verdict(141, 0, 0, 19) == ALLOW
    assert verdict(141, 0, 1, 19) == EPERM
    assert verdict(141, 2, 0, 19) == EPERM
    assert verdict(251, 3, 0) == EPERM


def test_terminals_cannot_be_typed_into() -> None:
    assert verdict(16, 0, 0x5401) == ALLOW
    assert verdict(16, 0, 0x5412) == EPERM
    assert verdict(16, 0, 0x541C) == EPERM


@pytest.mark.parametrize(
    ("family", "expected"),
    [(1, ALLOW), (2, EAFNOSUPPORT), (10, EAFNOSUPPORT), (16, ALLOW), (40, EAFNOSUPPORT), (38, EAFNOSUPPORT)],
)
def test_sockets_reach_no_driver_no_hypervisor_and_no_port(family: int, expected: int) -> None:
    assert verdict(41, family) == expected


def test_there_are_ports_where_the_operator_gives_a_network() -> None:
    assert [verdict(41, family, networking=True) for family in (1, 2, 10, 16, 40)] == [ALLOW] * 4 + [EAFNOSUPPORT]


@pytest.mark.parametrize("number", sorted({pair[0] for pair in seccomp._MISSING.values() if pair[0] is not None}))
def test_what_uses_up_the_machines_quotas_is_not_there(number: int) -> None:
    assert verdict(number) == ENOSYS


@pytest.mark.parametrize("number", sorted(pair[0] for pair in seccomp._NOTHING_TO_DO.values()))
def test_flushing_is_done_before_it_begins(number: int) -> None:
    assert verdict(number) == DONE


def test_memory_is_mapped_without_huge_pages_of_the_machines() -> None:
    assert verdict(9, 0, 4096, 3, 0x22) == ALLOW
    assert verdict(9, 0, 4096, 3, 0x40022) == ENOMEM
    assert verdict(319, 0, 1) == ALLOW
    assert verdict(319, 0, 4) == ENOMEM
    assert verdict(29, 0, 0, 0o1600) == ALLOW
    assert verdict(29, 0, 0, 0o5600) == ENOMEM
    assert verdict(26, 0, 4096, 1) == ALLOW
    assert verdict(26, 0, 4096, 4) == DONE
    assert verdict(222, 0, 4096, 3, 0x40022, architecture="aarch64") == ENOMEM


def test_where_the_runner_counts_memory_there_are_no_files_that_it_does_not_see() -> None:
    for architecture, number in (("x86_64", 319), ("aarch64", 279)):
        assert verdict(number, 0, 1, architecture=architecture, counted=True) == ENOSYS
        assert verdict(number, 0, 1, architecture=architecture) == ALLOW


def test_another_architectures_calls_are_fatal_and_x32_has_none() -> None:
    assert verdict(1, says=0x40000003) == KILL
    assert verdict(1 | 0x40000000) == ENOSYS


def test_the_other_architecture_has_its_own_numbers() -> None:
    assert verdict(117, architecture="aarch64") == EPERM
    assert verdict(64, architecture="aarch64") == ALLOW
    assert verdict(220, 0x10000000, architecture="aarch64") == EPERM


def test_an_unknown_architecture_has_no_filter() -> None:
    with pytest.raises(KeyError):
        seccomp.program("pdp11")
