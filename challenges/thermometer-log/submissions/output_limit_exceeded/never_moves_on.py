# The place in the list never changes, so the loop never ends.
count = int(input())
readings = [int(word) for word in input().split()]
place = 0
while place < count:
    print(min(readings), max(readings), readings[place])
