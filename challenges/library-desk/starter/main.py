count = int(input())
for _ in range(count):
    line = input()
    # The line begins with OUT or IN; the rest is the title.

print("all home")
