# attack: waits for input that does not come, on both ends of its own pipe
# verdict: TLE
import os

read, write = os.pipe()
os.read(read, 1)
