# what is not flushed is lost where a program ends itself
import os

print("flushed", flush=True)
print("lost")
os._exit(4)
