interface Pantry {
    [item: string]: number;
}

function merge_pantries(first: Pantry, second: Pantry): Pantry {
    const sums = new Map<string, number>(Object.entries(first));
    for (const [item, amount] of Object.entries(second)) {
        sums.set(item, (sums.get(item) ?? 0) + amount);
    }
    for (const [item, amount] of sums) {
        if (amount === 0) {
            sums.delete(item);
        }
    }
    return Object.fromEntries(sums);
}
