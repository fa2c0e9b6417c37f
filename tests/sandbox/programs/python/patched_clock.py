# attack: writes over the code of the clock and of the C library in its own memory
# verdict: OK RTE
import os
import re

print("held", flush=True)
with open("/proc/self/maps") as maps:
    places = [line.split() for line in maps if "[vdso]" in line or ("r-xp" in line and "libc" in line)]
with open("/proc/self/mem", "r+b", buffering=0) as memory:
    for where, *_ in places:
        start, end = (int(part, 16) for part in re.split("-", where))
        try:
            memory.seek(start)
            memory.write(b"\xcc" * (end - start))
        except OSError:
            pass
os._exit(0)
