# input() from a closed stream
import sys

sys.stdin.close()
input()
