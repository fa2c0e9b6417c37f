# When every day is frozen there are no days to divide by: ZeroDivisionError.
count = int(input())
measured = [float(day) for day in (input() for _ in range(count)) if day != "-"]
print(sum(measured) / len(measured))
