# what the stream says of itself
import os
import stat
import sys

print(sys.stdin, sys.stdin.encoding, sys.stdin.errors, sys.stdin.newlines, sys.stdin.isatty(), sys.stdin.fileno())
print(sys.stdin.buffer, sys.stdin.buffer.raw, sys.stdin.buffer.raw.mode, sys.stdin.buffer.raw.closefd)
print(sys.stdin is sys.__stdin__, stat.S_ISREG(os.fstat(0).st_mode), os.fstat(0).st_blksize, os.fstat(0).st_size)
