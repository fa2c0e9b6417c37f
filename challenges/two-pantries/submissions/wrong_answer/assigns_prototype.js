// Looks at own names only, but stores with result[name] =: of "__proto__" nothing is stored.
function mergePantries(first, second) {
    const names = new Set([...Object.keys(first), ...Object.keys(second)]);
    const amountIn = (pantry, name) => (Object.hasOwn(pantry, name) ? pantry[name] : 0);
    const result = {};
    for (const name of names) {
        const amount = amountIn(first, name) + amountIn(second, name);
        if (amount !== 0) result[name] = amount;
    }
    return result;
}
