count = int(input())
readings = [int(word) for word in input().split()]

# Find the lowest reading, the highest reading and the biggest jump.
lowest = 0
highest = 0
biggest_jump = 0

print(lowest, highest, biggest_jump)
