# attack: fills the working folder and shared memory
# verdict: OK MLE RTE TLE
# On a busy machine the kernel may look for memory to free until the time is up.

for folder in (".", "/dev/shm"):
    for number in range(100):
        try:
            with open(f"{folder}/{number}", "wb") as file:
                for _ in range(4):
                    file.write(b"x" * 1_000_000)
        except OSError:
            break
