# all at once
import sys

print(repr(sys.stdin.read()), repr(sys.stdin.read()))
