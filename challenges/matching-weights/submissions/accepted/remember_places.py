def find_pair(parcel: int, weights: list[int]) -> str:
    places: dict[int, int] = {}
    for place, weight in enumerate(weights, start=1):
        if parcel - weight in places:
            return f"{places[parcel - weight]} {place}"
        places[weight] = place
    return "none"


count, parcel = map(int, input().split())
print(find_pair(parcel, [int(word) for word in input().split()]))
