# Right, but compares every weight with every other.
count, parcel = map(int, input().split())
weights = [int(word) for word in input().split()]


def find_pair() -> str:
    for left in range(count):
        for right in range(left + 1, count):
            if weights[left] + weights[right] == parcel:
                return f"{left + 1} {right + 1}"
    return "none"


print(find_pair())
