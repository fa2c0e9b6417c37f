# attack: takes all memory
# verdict: MLE
taken = []
while True:
    taken.append(bytearray(b"x") * 1_000_000)
