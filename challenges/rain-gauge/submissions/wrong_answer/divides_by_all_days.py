# Divides by the number of all days, so frozen days count as dry.
count = int(input())
total = 0.0
measured = False
for _ in range(count):
    day = input()
    if day != "-":
        total += float(day)
        measured = True
print(total / count if measured else "none")
