# another stream in its place
import io
import sys

sys.stdin = io.StringIO("seven\n")
print(input("? "))
