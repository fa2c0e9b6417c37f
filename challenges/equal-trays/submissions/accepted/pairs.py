from math import isqrt


def count_sizes(rolls: int) -> int:
    root = isqrt(rolls)
    pairs = sum(1 for size in range(1, root + 1) if rolls % size == 0)
    return 2 * pairs - (root * root == rolls)


print(count_sizes(int(input())))
