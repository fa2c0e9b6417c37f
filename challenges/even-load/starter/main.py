count = int(input())
weights = [int(word) for word in input().split()]

# Find the smallest possible difference of the two loads.
print(sum(weights))
