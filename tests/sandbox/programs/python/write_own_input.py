# attack: stdin opened anew for writing, and filled
# verdict: OK MLE RTE TLE
# On a busy machine the kernel may look for memory to free until the time is up.

try:
    with open("/proc/self/fd/0", "r+b", buffering=0) as file:
        for _ in range(40):
            file.write(b"x" * 1_000_000)
except OSError:
    pass
