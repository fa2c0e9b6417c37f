rows, columns = map(int, input().split())
maze = [input() for _ in range(rows)]

# maze[row][column] is one of . # S E
print("no way")
