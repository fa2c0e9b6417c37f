# text first, then bytes
import sys

print(repr(input()), sys.stdin.buffer.read(), repr(sys.stdin.read()))
