# what is printed comes after what is written to the descriptor
import os

print("first")
os.write(1, b"second\n")
print("third", flush=True)
os.write(1, b"fourth\n")
