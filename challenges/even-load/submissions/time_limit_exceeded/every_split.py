# Right, but tries all 2 to the power of n ways.
input()
weights = [int(word) for word in input().split()]


def best(place: int, difference: int) -> int:
    if place == len(weights):
        return abs(difference)
    weight = weights[place]
    return min(best(place + 1, difference + weight), best(place + 1, difference - weight))


print(best(0, 0))
