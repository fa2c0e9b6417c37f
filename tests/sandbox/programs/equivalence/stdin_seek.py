# going back
import sys

print(sys.stdin.seekable(), sys.stdin.tell(), repr(sys.stdin.readline()), sys.stdin.tell(), sys.stdin.buffer.tell())
sys.stdin.seek(0)
print(repr(sys.stdin.read()))
