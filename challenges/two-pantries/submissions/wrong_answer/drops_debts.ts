// Keeps only amounts above zero, so debts are forgotten.
interface Pantry {
    [item: string]: number;
}

function mergePantries(first: Pantry, second: Pantry): Pantry {
    const sums = new Map<string, number>(Object.entries(first));
    for (const [item, amount] of Object.entries(second)) {
        sums.set(item, (sums.get(item) ?? 0) + amount);
    }
    return Object.fromEntries([...sums].filter(([, amount]) => amount > 0));
}
