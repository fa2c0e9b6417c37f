# attack: leaves more files than are worth removing, the folders without rights, held open by a daemon
# verdict: OK MLE TLE
# prints: held
import os
import time

for number in range(3000):
    os.mkdir(f"d{number}")
    if number % 100 == 0:
        os.open(f"d{number}", os.O_RDONLY)
    os.chmod(f"d{number}", 0)
if os.fork() == 0:
    os.setsid()
    time.sleep(60)
print("held")
