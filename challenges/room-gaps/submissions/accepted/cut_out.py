# Starts with the whole day and cuts every booking out of the free times.
def free_times(opens, closes, bookings):
    free = [(opens, closes)]
    for start, end in bookings:
        pieces = []
        for left, right in free:
            pieces.append((left, min(right, start)))
            pieces.append((max(left, end), right))
        free = [(left, right) for left, right in pieces if left < right]
    return free
