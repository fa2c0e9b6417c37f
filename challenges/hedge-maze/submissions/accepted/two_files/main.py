from search import fewest_steps

rows, columns = map(int, input().split())
steps = fewest_steps([input() for _ in range(rows)])
print("no way" if steps is None else steps)
