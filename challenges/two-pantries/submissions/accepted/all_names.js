function mergePantries(first, second) {
    const names = new Set([...Object.keys(first), ...Object.keys(second)]);
    const amountIn = (pantry, name) => (Object.hasOwn(pantry, name) ? pantry[name] : 0);
    const sums = [...names].map((name) => [name, amountIn(first, name) + amountIn(second, name)]);
    return Object.fromEntries(sums.filter(([, amount]) => amount !== 0));
}
