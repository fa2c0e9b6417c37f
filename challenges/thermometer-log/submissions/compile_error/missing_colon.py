count = int(input())
readings = [int(word) for word in input().split()]
for reading in readings
    print(reading)
