from collections import Counter


def merge_pantries(first, second):
    total = Counter(first)
    total.update(second)
    return {item: amount for item, amount in total.items() if amount}
