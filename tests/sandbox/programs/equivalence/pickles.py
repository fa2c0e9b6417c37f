# classes of __main__ in pickles
import copy
import pickle
import pickletools
from dataclasses import dataclass
from enum import Enum


@dataclass
class Point:
    x: int


class Colour(Enum):
    RED = 1


def function():
    pass


for thing in (Point(3), Point, Colour.RED, function):
    data = pickle.dumps(thing)
    print(data, pickle.loads(data), copy.deepcopy(thing))
pickletools.dis(pickle.dumps(Point(1), protocol=0))
print(Point, Point.__module__, Point.__qualname__, function.__globals__ is globals())
