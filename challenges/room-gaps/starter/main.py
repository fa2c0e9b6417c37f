def free_times(opens: int, closes: int, bookings: list[list[int]]) -> list[list[int]]:
    """Return the times at which the room is free, in order."""
    gaps = []
    for start, end in bookings:
        pass  # The room is taken from start to end.
    return gaps
