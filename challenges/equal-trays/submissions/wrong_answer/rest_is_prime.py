# Divides by numbers up to 1000 only, and takes the rest for a prime.
rest = int(input())
sizes = 1
for prime in range(2, 1001):
    exponent = 0
    while rest % prime == 0:
        rest //= prime
        exponent += 1
    sizes *= exponent + 1
print(sizes if rest == 1 else sizes * 2)
