# an assertion
assert __debug__
assert 1 + 1 == 3, "arithmetic"
