// Right, but looks at every single second of the day.
function freeTimes(opens, closes, bookings) {
    const gaps = [];
    let begin = null;
    for (let second = opens; second < closes; second++) {
        const free = bookings.every(([start, end]) => second < start || second >= end);
        if (free && begin === null) begin = second;
        if (!free && begin !== null) {
            gaps.push([begin, second]);
            begin = null;
        }
    }
    if (begin !== null) gaps.push([begin, closes]);
    return gaps;
}
