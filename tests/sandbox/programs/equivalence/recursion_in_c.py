# how deep it goes in C
nested = []
for _ in range(100_000):
    nested = [nested]
try:
    print(len(repr(nested)))
except RecursionError as error:
    print(error)
