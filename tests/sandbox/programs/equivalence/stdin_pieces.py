# readline with a size, readlines with a hint, read with a size
import sys

print(repr(sys.stdin.readline(3)), repr(sys.stdin.read(4)), sys.stdin.readlines(5), repr(sys.stdin.readline()))
