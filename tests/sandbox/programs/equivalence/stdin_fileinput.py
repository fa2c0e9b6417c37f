# fileinput
import fileinput
import sys

sys.argv[1:] = []
for line in fileinput.input(encoding="utf-8"):
    print(fileinput.filename(), fileinput.lineno(), repr(line))
