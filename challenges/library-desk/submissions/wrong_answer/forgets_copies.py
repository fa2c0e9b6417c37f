# A set knows whether a title is out, but not how many copies.
out = set()
for _ in range(int(input())):
    action, title = input().split(" ", 1)
    if action == "OUT":
        out.add(title)
    else:
        out.discard(title)
for title in out:
    print(1, title)
if not out:
    print("all home")
