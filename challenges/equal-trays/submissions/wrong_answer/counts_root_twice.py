# Counts the square root of a square number as two sizes.
from math import isqrt

rolls = int(input())
print(2 * sum(1 for size in range(1, isqrt(rolls) + 1) if rolls % size == 0))
