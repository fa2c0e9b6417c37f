function freeTimes(opens: number, closes: number, bookings: number[][]): number[][] {
    const gaps: number[][] = [];
    for (const [start, end] of bookings) {
        // The room is taken from start to end.
    }
    return gaps;
}
