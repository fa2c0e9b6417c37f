def free_times(opens: int, closes: int, bookings: list[list[int]]) -> list[list[int]]:
    """Return the times at which the room is free, in order."""
    gaps = []
    taken_until = opens
    for start, end in sorted(bookings):
        gap_end = min(start, closes)
        if gap_end > taken_until:
            gaps.append([taken_until, gap_end])
        taken_until = max(taken_until, end)
    if taken_until < closes:
        gaps.append([taken_until, closes])
    return gaps
