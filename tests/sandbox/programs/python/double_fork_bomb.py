# attack: children that fork and end, so that each living process is an orphan with a new number
# verdict: OK
# prints: held
import os

print("held", flush=True)
for _ in range(4):
    if os.fork() == 0:
        os.setsid()
        while True:
            try:
                if os.fork():
                    os._exit(0)
            except OSError:
                pass
