# Tidies up the spaces in names of the second list, so that other names come out.
def merge_pantries(first, second):
    result = dict(first)
    for item, amount in second.items():
        tidy = " ".join(item.split())
        result[tidy] = result.get(tidy, 0) + amount
    return {item: amount for item, amount in result.items() if amount != 0}
