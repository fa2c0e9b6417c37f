# Starts at random, and changes the canoe of one or two rucksacks while that helps: often even, not always.
import random

draw = random.Random(7)
input()
weights = [int(word) for word in input().split()]


def climb() -> int:
    signs = [draw.choice((1, -1)) for _ in weights]
    difference = sum(sign * weight for sign, weight in zip(signs, weights))
    improved = True
    while improved:
        improved = False
        for first in range(len(weights)):
            for second in range(first, len(weights)):
                places = {first, second}
                changed = difference - 2 * sum(signs[place] * weights[place] for place in places)
                if abs(changed) < abs(difference):
                    for place in places:
                        signs[place] = -signs[place]
                    difference = changed
                    improved = True
    return abs(difference)


print(min(climb() for _ in range(20)))
