# attack: takes all memory
# verdict: MLE TLE
# On a busy machine the kernel may look for memory to free until the time is up.
taken = []
while True:
    taken.append(bytearray(b"x") * 1_000_000)
