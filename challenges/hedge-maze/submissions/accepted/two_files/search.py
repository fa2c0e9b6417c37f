from collections.abc import Iterator

# A row, a column, and whether the ladder is still there.
Place = tuple[int, int, bool]


def find(maze: list[str], letter: str) -> tuple[int, int]:
    """Return the row and column of a letter."""
    return next((row, line.index(letter)) for row, line in enumerate(maze) if letter in line)


def neighbours(maze: list[str], place: Place) -> Iterator[Place]:
    """Yield the places that are one step away."""
    row, column, ladder = place
    for down, right in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        r, c = row + down, column + right
        if not (0 <= r < len(maze) and 0 <= c < len(maze[0])):
            continue
        if maze[r][c] != "#":
            yield r, c, ladder
        elif ladder:
            yield r, c, False


def fewest_steps(maze: list[str]) -> int | None:
    """Return the smallest number of steps, or None when there is no way."""
    exit_square = find(maze, "E")
    ring: list[Place] = [(*find(maze, "S"), True)]
    seen = set(ring)
    steps = 0
    while ring:
        if any((row, column) == exit_square for row, column, _ in ring):
            return steps
        next_ring = []
        for place in ring:
            for neighbour in neighbours(maze, place):
                if neighbour not in seen:
                    seen.add(neighbour)
                    next_ring.append(neighbour)
        ring = next_ring
        steps += 1
    return None
