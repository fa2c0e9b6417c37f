# attack: both outputs, byte by byte, by many processes, after the main one ended well
# verdict: OLE TLE OK
import os

for _ in range(4):
    if os.fork() == 0:
        while True:
            os.write(1, b"x")
            os.write(2, b"y")
while True:
    os.write(1, b"x" * 4096)
