# both streams
import sys

for number in range(3):
    print("out", number)
    print("err", number, file=sys.stderr)
sys.stderr.write("no line end")
