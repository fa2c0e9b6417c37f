interface Pantry {
    [item: string]: number;
}

function mergePantries(first: Pantry, second: Pantry): Pantry {
    const result: Pantry = { ...first };
    // Add the items of the second list, then drop what adds up to 0.
    return result;
}
