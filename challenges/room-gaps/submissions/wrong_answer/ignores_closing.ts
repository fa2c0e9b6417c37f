// Forgets that gaps end when the room closes.
function freeTimes(opens: number, closes: number, bookings: number[][]): number[][] {
    const gaps: number[][] = [];
    let takenUntil = opens;
    for (const booking of bookings.slice().sort((a, b) => a[0] - b[0])) {
        if (booking[0] > takenUntil) {
            gaps.push([takenUntil, booking[0]]);
        }
        takenUntil = Math.max(takenUntil, booking[1]);
    }
    if (takenUntil < closes) {
        gaps.push([takenUntil, closes]);
    }
    return gaps;
}
