# Right, but tries every size from 1 to n.
rolls = int(input())
sizes = 0
for size in range(1, rolls + 1):
    if rolls % size == 0:
        sizes += 1
print(sizes)
