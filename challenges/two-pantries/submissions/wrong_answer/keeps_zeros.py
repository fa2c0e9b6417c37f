# Items that add up to 0 stay in the list.
def merge_pantries(first, second):
    return {item: first.get(item, 0) + second.get(item, 0) for item in [*first, *second]}
