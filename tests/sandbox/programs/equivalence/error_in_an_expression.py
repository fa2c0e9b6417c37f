# marks below a long line
numbers = [1, 2, 3]
print(numbers[0] + numbers[1] + (numbers[2] + numbers[1] / (numbers[0] - 1)) + sum(numbers, start=numbers[0]))
