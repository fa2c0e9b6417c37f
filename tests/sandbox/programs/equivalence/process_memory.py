# its own /proc, which it may read
import os

print(os.stat("/proc/self/mem").st_uid == os.getuid(), len(os.read(os.open("/proc/self/maps", os.O_RDONLY), 10)))
with open("/proc/self/mem", "rb", buffering=0) as memory:
    print(type(memory))
