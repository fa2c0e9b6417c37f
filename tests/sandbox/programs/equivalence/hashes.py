# hashes of numbers; of text they are random
import sys

print(hash(1.5), hash((1, 2)), sys.flags.hash_randomization, hash("text") == hash("te" + "xt"), sys.hash_info.width)
