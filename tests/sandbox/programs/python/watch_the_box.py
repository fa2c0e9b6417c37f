# attack: watches the runner's folders for what comes next
# verdict: OK
# prints: held
import ctypes
import os

libc = ctypes.CDLL(None)
print("held", flush=True)
watch = libc.inotify_init()
for folder in ("/box", "/box/source", "/box/build", "/box/scratch", "/", "/proc/1"):
    libc.inotify_add_watch(watch, folder.encode(), 0xFFF)
if os.fork() == 0:
    os.setsid()
    os.read(watch, 4096)
    while True:
        os.system("touch /box/scratch/seen")
