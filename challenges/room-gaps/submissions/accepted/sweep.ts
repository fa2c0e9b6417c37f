function freeTimes(opens: number, closes: number, bookings: number[][]): number[][] {
    const gaps: number[][] = [];
    let takenUntil = opens;
    const inOrder = bookings.slice().sort((a, b) => a[0] - b[0]);
    for (const booking of inOrder) {
        const gapEnd = Math.min(booking[0], closes);
        if (gapEnd > takenUntil) {
            gaps.push([takenUntil, gapEnd]);
        }
        takenUntil = Math.max(takenUntil, booking[1]);
    }
    if (takenUntil < closes) {
        gaps.push([takenUntil, closes]);
    }
    return gaps;
}
