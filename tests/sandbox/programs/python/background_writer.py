# attack: a daemon that writes files for as long as it lives
# verdict: OK
# prints: held
import os

print("held", flush=True)
if os.fork() == 0:
    os.setsid()
    number = 0
    while True:
        number += 1
        try:
            open(f"late{number}", "w").close()
        except OSError:
            pass
