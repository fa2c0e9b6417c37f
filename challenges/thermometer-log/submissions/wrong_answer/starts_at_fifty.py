# Takes it that some reading is at most 50 and some at least -50.
input()
readings = [int(word) for word in input().split()]
lowest, highest, jump = 50, -50, 0
before = readings[0]
for reading in readings:
    lowest = min(lowest, reading)
    highest = max(highest, reading)
    jump = max(jump, abs(reading - before))
    before = reading
print(lowest, highest, jump)
