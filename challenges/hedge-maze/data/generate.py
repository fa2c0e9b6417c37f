"""Make secret/3-wild-hedges.in and secret/5-shut-in.in again: ``python3 generate.py``, in this folder."""

import random
from pathlib import Path

SIZE = 160


def maze(seed: int, hedges_percent: int, start: tuple[int, int], end: tuple[int, int]) -> list[list[str]]:
    """Return a maze with hedges anywhere."""
    draw = random.Random(seed)
    squares = [["#" if draw.randrange(100) < hedges_percent else "." for _ in range(SIZE)] for _ in range(SIZE)]
    squares[start[0]][start[1]] = "S"
    squares[end[0]][end[1]] = "E"
    return squares


def write(name: str, squares: list[list[str]]) -> None:
    """Write one input file."""
    lines = [f"{SIZE} {SIZE}", *("".join(row) for row in squares)]
    Path("secret", name).write_text("\n".join(lines) + "\n", encoding="ascii")


write("3-wild-hedges.in", maze(3, 32, (0, 0), (SIZE - 1, SIZE - 1)))
# Two rings of hedge around the exit: every square that can be reached is visited, and the answer is "no way".
shut_in = maze(5, 30, (2, 2), (SIZE // 2, SIZE // 2))
for row in range(SIZE // 2 - 2, SIZE // 2 + 3):
    for column in range(SIZE // 2 - 2, SIZE // 2 + 3):
        if (row, column) != (SIZE // 2, SIZE // 2):
            shut_in[row][column] = "#"
write("5-shut-in.in", shut_in)
