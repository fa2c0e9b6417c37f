# doctest and help
"""A module.

>>> 1 + 1
3
"""
import doctest

print(doctest.testmod(), __doc__)
help(len)
