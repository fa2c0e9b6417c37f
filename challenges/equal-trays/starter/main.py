rolls = int(input())
sizes = 0
# Count the tray sizes.
print(sizes)
