# The second list replaces amounts of the first instead of adding to them.
def merge_pantries(first, second):
    result = {**first, **second}
    return {item: amount for item, amount in result.items() if amount != 0}
