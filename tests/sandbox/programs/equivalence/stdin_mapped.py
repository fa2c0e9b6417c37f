# stdin as memory
import mmap

with mmap.mmap(0, 0, prot=mmap.PROT_READ) as memory:
    print(memory[:])
