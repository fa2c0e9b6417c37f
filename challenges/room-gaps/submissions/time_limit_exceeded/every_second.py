# Right, but looks at every single second of the day.
def free_times(opens, closes, bookings):
    gaps = []
    begin = None
    for second in range(opens, closes):
        free = all(not start <= second < end for start, end in bookings)
        if free and begin is None:
            begin = second
        if not free and begin is not None:
            gaps.append([begin, second])
            begin = None
    if begin is not None:
        gaps.append([begin, closes])
    return gaps
