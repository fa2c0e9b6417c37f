"""Make secret/no-pair.in again: ``python3 generate.py``, in this folder.

So many weights that comparing all pairs takes seconds in every language, and no pair fits: every weight leaves 1 or 2
when divided by 5, and the parcel leaves 0, so that no rule about odd and even numbers answers.
"""

import random
from pathlib import Path

COUNT = 150_000
PARCEL = 100_000

draw = random.Random(17)
weights = [5 * draw.randrange(20, 20_000) + draw.choice((1, 2)) for _ in range(COUNT)]
text = f"{COUNT} {PARCEL}\n{' '.join(map(str, weights))}\n"
Path("secret", "no-pair.in").write_text(text, encoding="ascii")
