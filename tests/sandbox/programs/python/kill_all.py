# attack: kill(-1, SIGKILL), which spares the caller
# verdict: OK
# prints: held
import os

for _ in range(3):
    if os.fork() == 0:
        import time

        time.sleep(60)
try:
    os.kill(-1, 9)
except OSError:
    pass
print("held")
