import sys
from collections import Counter

copies = Counter()
for line in sys.stdin.read().splitlines()[1:]:
    action, title = line.split(" ", 1)
    copies[title] += 1 if action == "OUT" else -1
still_out = {title: count for title, count in copies.items() if count > 0}
for title, count in still_out.items():
    print(count, title)
if not still_out:
    print("all home")
