# attack: more output than a pipe holds, by a child that is in the middle of it when its parent ends
# verdict: OK OLE
import os

if os.fork() == 0:
    os.write(1, b"x" * 200_000)
    os._exit(0)
os._exit(0)
