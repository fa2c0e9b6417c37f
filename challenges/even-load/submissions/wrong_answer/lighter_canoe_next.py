# Heaviest first, always into the lighter canoe: often good, not always the best.
input()
loads = [0, 0]
for weight in sorted(map(int, input().split()), reverse=True):
    loads[loads.index(min(loads))] += weight
print(abs(loads[0] - loads[1]))
