# much of the library at once
import collections, dataclasses, datetime, fractions, functools, heapq, itertools, json, math, operator, re, statistics
import string, struct, textwrap, typing, zlib

print(json.dumps({"a": [1, 2.5, None]}), re.findall(r"\w+", "two words"), statistics.mean([1, 2]), zlib.crc32(b"x"))
print(collections.Counter("abca"), fractions.Fraction(1, 3), datetime.timedelta(1), struct.pack("<I", 7))
print(functools.reduce(operator.mul, itertools.accumulate(range(1, 5))), math.comb(5, 2), heapq.nsmallest(1, [2, 1]))
print(isinstance(collections.deque(), collections.abc.MutableSequence), typing.get_args(list[int]), string.digits)
