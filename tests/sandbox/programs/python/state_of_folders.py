# attack: times and sizes of shared folders, changed for the next program to read
# verdict: OK
# prints: held
import os
import time

for folder in ("/dev/shm", "/dev/mqueue", "/box", "/dev", "/dev/pts", "/box/source"):
    try:
        os.utime(folder, (1e9, 1e9))
    except OSError:
        pass
    try:
        with open(f"{folder}/mark", "w") as file:
            file.write(str(time.time_ns()))
    except OSError:
        pass
print("held")
