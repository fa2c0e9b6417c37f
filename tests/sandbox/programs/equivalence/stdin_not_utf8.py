# bytes that are no text
import os
import sys

descriptor = os.memfd_create("other")
os.write(descriptor, b"caf\xe9\n")
os.lseek(descriptor, 0, 0)
os.dup2(descriptor, 0)
text = sys.stdin.readline()
print(ascii(text))
print(text)
