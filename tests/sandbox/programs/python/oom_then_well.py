# attack: a child is killed for memory; the program catches that and ends well
# verdict: MLE
import os

if os.fork() == 0:
    data = os.urandom(400_000_000)
    os._exit(0)
os.wait()
print("fine")
