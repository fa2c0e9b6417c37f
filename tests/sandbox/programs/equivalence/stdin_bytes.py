# the buffer below
import sys

buffer = bytearray(7)
print(sys.stdin.buffer.peek(3)[:3], sys.stdin.buffer.readinto(buffer), buffer, sys.stdin.buffer.readline())
print(sys.stdin.buffer.read1(3), sys.stdin.buffer.raw.read(5), sys.stdin.buffer.read())
