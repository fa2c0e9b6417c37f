# Bit k of `loads` says whether the first canoe can have the load k.
input()
weights = [int(word) for word in input().split()]
total = sum(weights)
loads = 1
for weight in weights:
    loads |= loads << weight
lower_half = loads & ((1 << (total // 2 + 1)) - 1)
print(total - 2 * (lower_half.bit_length() - 1))
