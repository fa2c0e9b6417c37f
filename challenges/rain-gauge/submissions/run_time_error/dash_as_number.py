# A dash is not a number: ValueError.
count = int(input())
days = [float(input()) for _ in range(count)]
print(sum(days) / len(days))
