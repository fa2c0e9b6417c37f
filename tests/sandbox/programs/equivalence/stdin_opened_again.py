# open(0) and /dev/stdin
with open(0, closefd=False) as stream:
    print(repr(stream.read()), stream)
with open("/dev/stdin") as stream:
    print(repr(stream.read()))
