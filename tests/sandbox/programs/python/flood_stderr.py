# attack: error output without end
# verdict: OLE
import os

while True:
    os.write(2, b"warning\n" * 1000)
