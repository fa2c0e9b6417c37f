# attack: as many files as there can be
# verdict: OK MLE TLE
import os

try:
    for number in range(200_000):
        os.close(os.open(f"{number}", os.O_CREAT | os.O_WRONLY, 0o600))
        if number > 4000:
            os.link(f"{number}", f"l{number}")
except OSError:
    pass
print("held")
