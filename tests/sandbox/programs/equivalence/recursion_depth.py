# how deep it goes
import sys


def depth(number=1):
    try:
        return depth(number + 1)
    except RecursionError:
        return number


print(depth())
sys.setrecursionlimit(20_000)
print(depth())
