function mergePantries(first, second) {
    const names = new Set([...Object.keys(first), ...Object.keys(second)]);
    const result = {};
    for (const name of names) {
        const amount = (first[name] ?? 0) + (second[name] ?? 0);
        if (amount !== 0) result[name] = amount;
    }
    return result;
}
