# Notes all places first, so a weight can be paired with itself.
count, parcel = map(int, input().split())
weights = [int(word) for word in input().split()]
places = {weight: place for place, weight in enumerate(weights, start=1)}
for place, weight in enumerate(weights, start=1):
    if parcel - weight in places:
        print(place, places[parcel - weight])
        break
else:
    print("none")
