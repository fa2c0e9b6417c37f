# attack: executes itself with as many arguments and as large an environment as there can be, for ever
# verdict: TLE RTE MLE
import os
import sys

while True:
    try:
        os.execve(sys.executable, ["python3", "-c", "while True: pass"] + ["x" * 100_000] * 15, {"A": "x" * 100_000})
    except OSError:
        break
while True:
    pass
