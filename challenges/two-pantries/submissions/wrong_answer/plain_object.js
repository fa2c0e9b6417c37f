// Asks a plain object for the amount so far: of "constructor" it knows a function.
function mergePantries(first, second) {
    const result = { ...first };
    for (const [name, amount] of Object.entries(second)) result[name] = (result[name] || 0) + amount;
    for (const name of Object.keys(result)) {
        if (result[name] === 0) delete result[name];
    }
    return result;
}
