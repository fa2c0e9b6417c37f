input()
readings = [int(word) for word in input().split()]
lowest = highest = previous = readings[0]
biggest_jump = 0
for reading in readings[1:]:
    lowest = min(lowest, reading)
    highest = max(highest, reading)
    biggest_jump = max(biggest_jump, abs(reading - previous))
    previous = reading
print(lowest, highest, biggest_jump)
