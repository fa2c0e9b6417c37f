# a megabyte
print("x" * 1_000_000)
