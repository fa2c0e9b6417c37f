count = int(input())
total = 0.0
for _ in range(count):
    day = input()
    # A dash means that the gauge was frozen.

print(total)
