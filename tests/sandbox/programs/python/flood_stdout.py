# attack: output without end and without a line's end
# verdict: OLE
import os

while True:
    os.write(1, b"x" * 65536)
