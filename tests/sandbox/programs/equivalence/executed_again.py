# a program that becomes another
import os
import sys

print("lost")
os.execv(sys.executable, [sys.executable, "-c", "import sys; print(sys.argv, sys.path, sys.stdin.readline())", "x"])
