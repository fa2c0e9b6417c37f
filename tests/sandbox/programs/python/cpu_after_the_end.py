# attack: children that go on burning CPU time after the main process ended well
# verdict: OK
# prints: held
import os

print("held", flush=True)
for _ in range(8):
    if os.fork() == 0:
        while True:
            pass
