def merge_pantries(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    """Return the list of the new flat."""
    result = dict(first)
    for item, amount in second.items():
        result[item] = result.get(item, 0) + amount
    return {item: amount for item, amount in result.items() if amount != 0}
