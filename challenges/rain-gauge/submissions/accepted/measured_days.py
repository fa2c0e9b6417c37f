measured = []
for _ in range(int(input())):
    day = input()
    if day != "-":
        measured.append(float(day))
print(sum(measured) / len(measured) if measured else "none")
