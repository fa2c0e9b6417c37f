// Items that are only in the second list are lost.
function mergePantries(first, second) {
    const result = {};
    for (const item of Object.keys(first)) {
        const amount = first[item] + (second[item] ?? 0);
        if (amount !== 0) result[item] = amount;
    }
    return result;
}
