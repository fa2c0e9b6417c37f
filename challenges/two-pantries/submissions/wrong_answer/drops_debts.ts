// Keeps only amounts above zero, so debts are forgotten.
interface Pantry {
    [item: string]: number;
}

function mergePantries(first: Pantry, second: Pantry): Pantry {
    const sums: Pantry = Object.assign(Object.create(null), first);
    for (const item of Object.keys(second)) {
        sums[item] = (sums[item] || 0) + second[item];
    }
    const result: Pantry = Object.create(null);
    for (const item of Object.keys(sums)) {
        if (sums[item] > 0) {
            result[item] = sums[item];
        }
    }
    return result;
}
