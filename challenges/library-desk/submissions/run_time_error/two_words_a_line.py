# Expects two words in every line; a title of several words raises ValueError.
copies = {}
for _ in range(int(input())):
    action, title = input().split()
    copies[title] = copies.get(title, 0) + (1 if action == "OUT" else -1)
still_out = [f"{count} {title}" for title, count in copies.items() if count]
print("\n".join(still_out) or "all home")
