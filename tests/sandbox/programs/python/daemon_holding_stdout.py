# attack: a daemon that keeps stdout open and writes after its parent's end
# verdict: OK
# prints: held
import os
import time

print("held", flush=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(0.3)
        while True:
            os.write(1, b"late\n")
    os._exit(0)
