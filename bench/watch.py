"""From a save to its verdict: ``codementor test --watch`` on a pseudo-terminal, a Python file with ten cases, warm.

Usage: python -m bench.watch [SAVES] [ENGINE]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.measure import BIN, clean_environment, say
from tests.fakes.terminal import Terminal

SOURCE = "a, b = map(int, input().split())\nprint(a + b)\n"
CASES = 10
PAUSE_SECONDS = 1.0
"""Between a verdict and the next save: a learner types for longer, and the next lanes start meanwhile."""
_VERDICT = f"{CASES} of {CASES} cases accepted"
_WAITING = "q ends)"


def main(arguments: list[str]) -> int:
    """Measure, and print the median."""
    saves = int(arguments[0]) if arguments else 20
    engine = arguments[1] if len(arguments) > 1 else "auto"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_challenge(folder / "challenges" / "sum")
        file = folder / "main.py"
        file.write_text(SOURCE)
        environment = clean_environment() | {"HOME": name, "TERM": "xterm", "CODEMENTOR_SANDBOX": engine}
        command = [str(BIN / "codementor"), "test", "main.py", "--challenge", "sum", "--watch"]
        start = time.perf_counter()
        with Terminal(command, folder, environment) as terminal:
            terminal.until(_VERDICT)
            first = time.perf_counter() - start
            taken = [_save(terminal, file, number) for number in range(saves)]
            terminal.type("q")
            terminal.end()
    say(" ".join(f"{each * 1000:.0f}" for each in taken))
    print(
        f"first verdict {first * 1000:.0f} ms; from save to verdict, median of {saves}: {median(taken) * 1000:.0f} ms"
    )
    return 0


def _save(terminal: Terminal, file: Path, number: int) -> float:
    """Save a change as editors do, and return the seconds until its verdict is on the screen."""
    terminal.until(_WAITING)
    time.sleep(PAUSE_SECONDS)
    new = file.with_name("main.py~")
    new.write_text(f"{SOURCE}# {number}\n")
    start = time.perf_counter()
    new.replace(file)
    terminal.until(_VERDICT)
    return time.perf_counter() - start


def _write_challenge(folder: Path) -> None:
    folder.mkdir(parents=True)
    head = "id: sum\ntitle: Sum\ndifficulty: easy\ndescription: Add.\ninstructions: Add.\ntests:\n"
    cases = [
        f'  - {{name: case {number}, input: "{number} {number}\\n", expected: "{2 * number}\\n"}}\n'
        for number in range(CASES)
    ]
    (folder / "challenge.yaml").write_text(head + "".join(cases))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
