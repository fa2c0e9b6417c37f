function freeTimes(opens, closes, bookings) {
    const gaps = [];
    let takenUntil = opens;
    const inOrder = [...bookings, [closes, closes]].sort((a, b) => a[0] - b[0]);
    for (const [start, end] of inOrder) {
        const gapEnd = Math.min(start, closes);
        if (gapEnd > takenUntil) gaps.push([takenUntil, gapEnd]);
        takenUntil = Math.max(takenUntil, end);
    }
    return gaps;
}
