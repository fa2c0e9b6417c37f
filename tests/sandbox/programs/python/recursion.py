# attack: recursion without end
# verdict: RTE MLE TLE
# On a busy machine the kernel may look for memory to free until the time is up.
import sys

sys.setrecursionlimit(10**9)


def down(n):
    return down(n + 1) + 1


down(0)
