# attack: 5000 folders, each in the last, with full names on the way
# verdict: OK
# prints: held
import os

for number in range(5000):
    name = "n" * (255 if number % 50 == 0 else 1)
    try:
        os.mkdir(name)
    except OSError:
        break
    os.chdir(name)
    if number % 100 == 0:
        open("f", "w").close()
print("held")
