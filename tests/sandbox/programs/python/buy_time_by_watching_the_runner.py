# attack: looks at what the runner has run, and works for a moment whenever it has just looked
# verdict: TLE
import time


def runner():
    try:
        with open("/proc/1/schedstat", "rb") as file:
            return file.read().split()[0]
    except OSError:
        return b""


before = runner()
while True:
    time.sleep(0.004)
    now = runner()
    if now != before:
        until = time.monotonic() + 0.003
        while time.monotonic() < until:
            pass
    before = now
