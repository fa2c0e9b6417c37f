"""The arithmetic of ``bench.service``; what it measures is no test's business."""

from __future__ import annotations

import os

from bench.service.__main__ import Run, _loaded
from bench.service.usage import Usage, usage


class Odd:
    """Judges every program with an odd number wrongly."""

    process = 0

    def judge(self, number: int) -> bool:
        return number % 2 == 0


def test_quantiles_are_of_the_judgings_in_order_of_their_time() -> None:
    run = Run(seconds=[0.4, 0.1, 0.2, 0.3], elapsed=2.0)
    assert run.rate == 2.0
    assert [run.quantile(part) for part in (0.0, 0.5, 0.95)] == [100.0, 300.0, 400.0]


def test_clients_share_the_judgings_and_wrong_verdicts_are_counted() -> None:
    run = _loaded(Odd(), 3, lambda number: number < 20)
    assert (len(run.seconds), run.wrong_count) == (20, 10)


def test_usage_of_this_process_is_the_kernels_word() -> None:
    found = usage(os.getpid())
    assert found.resident_mib > 1
    assert found.cpu_seconds > 0
    assert found.thread_count >= 1
    assert found.descriptor_count >= 3
    assert found.lane_mib == ()


def test_usage_says_how_many_lanes_there_are() -> None:
    held = Usage(resident_mib=60.4, cpu_seconds=1.0, thread_count=5, descriptor_count=20, lane_mib=(9.0, 10.0, 11.0))
    assert str(held) == "server 60 MiB, 5 threads, 20 descriptors, 3 lanes of 10.0 MiB"
    none = Usage(resident_mib=60.4, cpu_seconds=1.0, thread_count=5, descriptor_count=20, lane_mib=())
    assert str(none).endswith("no lane")
