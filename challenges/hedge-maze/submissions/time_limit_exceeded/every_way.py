# Right, but walks every way that visits no square twice.
import sys

sys.setrecursionlimit(20_000)
rows, columns = map(int, input().split())
maze = [input() for _ in range(rows)]
on_way = [[False] * columns for _ in range(rows)]
TOO_FAR = rows * columns + 1


def fewest(row: int, column: int, ladder: bool) -> int:
    if not (0 <= row < rows and 0 <= column < columns) or on_way[row][column]:
        return TOO_FAR
    if maze[row][column] == "E":
        return 0
    if maze[row][column] == "#":
        if not ladder:
            return TOO_FAR
        ladder = False
    on_way[row][column] = True
    best = min(
        fewest(row, column + 1, ladder),
        fewest(row + 1, column, ladder),
        fewest(row, column - 1, ladder),
        fewest(row - 1, column, ladder),
    )
    on_way[row][column] = False
    return best + 1


start = next((row, line.index("S")) for row, line in enumerate(maze) if "S" in line)
steps = fewest(*start, True)
print(steps if steps < TOO_FAR else "no way")
