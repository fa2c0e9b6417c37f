function freeTimes(opens, closes, bookings) {
    const gaps = [];
    for (const [start, end] of bookings) {
        // The room is taken from start to end.
    }
    return gaps;
}
