# concurrent.futures
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


class Point:
    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        return type(self) is type(other) and self.x == other.x


def move(point):
    return Point(point.x + 1)


if __name__ == "__main__":
    for executor in (ThreadPoolExecutor(2), ProcessPoolExecutor(2)):
        with executor:
            print(list(executor.map(move, [Point(1), Point(2)])) == [Point(2), Point(3)])
