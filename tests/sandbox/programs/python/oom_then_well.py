# attack: a child is killed for memory; the program catches that and ends well
# verdict: MLE TLE
# Where several want memory at once on a busy machine, the kernel may look for some to free until the time is up.
import os

if os.fork() == 0:
    data = os.urandom(400_000_000)
    os._exit(0)
os.wait()
print("fine")
