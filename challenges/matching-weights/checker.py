"""Accept any two different places whose weights add up to the parcel.

Arguments: input file, answer file, feedback folder; the submission's output is on stdin.
Exit codes: 42 accept, 43 reject; anything else is our own mistake.
"""

import sys
from pathlib import Path

ACCEPT = 42
REJECT = 43
# Two places and the space between them; generous, so that extra blank lines do not matter.
MOST_BYTES = 4096


def reject(folder: Path, message: str) -> int:
    """Leave a message for the learner, if the folder can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "teammessage.txt").write_text(message + "\n", encoding="utf-8")
    except OSError:
        pass
    return REJECT


def read_place(word: bytes, count: int) -> int | None:
    """Return a place from 1 to count; None for anything else, however odd."""
    if not 1 <= len(word) <= 9 or any(letter not in b"0123456789" for letter in word):
        return None
    place = int(word)
    return place if 1 <= place <= count else None


def judge(case: list[int], pair_exists: bool, output: bytes, folder: Path) -> int:
    """Return the exit code for one output."""
    count, parcel, *weights = case
    if len(output) > MOST_BYTES:
        return reject(folder, "Print two places or the word none, and nothing else.")
    words = output.split()
    if words == [b"none"]:
        if pair_exists:
            return reject(folder, "Your program printed none, but there is a pair that fits.")
        return ACCEPT
    if len(words) != 2:
        return reject(folder, "Print exactly two places, or the word none in small letters.")
    first, second = (read_place(word, count) for word in words)
    if first is None or second is None:
        return reject(folder, "Both places must be whole numbers from 1 to n, the number of weights.")
    if first == second:
        return reject(folder, "The two places must be different: one weight cannot be used twice.")
    if weights[first - 1] + weights[second - 1] != parcel:
        return reject(folder, "The weights at the two places do not add up to the weight of the parcel.")
    if not pair_exists:
        raise ValueError("the answer file says none, but there is a pair")
    return ACCEPT


def main() -> int:
    """Read the three files and judge."""
    case = [int(word) for word in Path(sys.argv[1]).read_bytes().split()]
    pair_exists = Path(sys.argv[2]).read_bytes().split() != [b"none"]
    output = sys.stdin.buffer.read(MOST_BYTES + 1)
    return judge(case, pair_exists, output, Path(sys.argv[3]))


if __name__ == "__main__":
    sys.exit(main())
