# attack: wakes the runner by a byte a millisecond, and is ready to run whenever that makes the runner look
# verdict: TLE OLE
import os
import time

while True:
    os.write(1, b".")
    time.sleep(0.001)
