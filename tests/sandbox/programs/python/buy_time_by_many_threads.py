# attack: twenty threads wake up all the time for next to nothing, so that one of them is ready to run at every look
# verdict: TLE
import threading
import time


def blink():
    while True:
        time.sleep(0.0005)


for _ in range(20):
    threading.Thread(target=blink, daemon=True).start()
while True:
    time.sleep(1)
