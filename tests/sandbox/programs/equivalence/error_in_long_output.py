# an error after output that is not flushed
print("x" * 100)
raise OSError(2, "No such file", "name")
