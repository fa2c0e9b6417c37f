input()
weights = [int(word) for word in input().split()]
total = sum(weights)
# Loads above half of the total mirror those below, so they need not be kept.
loads = {0}
for weight in weights:
    loads |= {load + weight for load in loads if load + weight <= total // 2}
print(total - 2 * max(loads))
