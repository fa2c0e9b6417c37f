def merge_pantries(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    """Return the list of the new flat."""
    result = dict(first)
    # Add the items of the second list, then drop what adds up to 0.
    return result
