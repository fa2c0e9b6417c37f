value = int(input())
for step in range(6_000_000):
    value = (value * 31 + step) % 1000003
print(value)
