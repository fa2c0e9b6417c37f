// Forgets to make capital letters.
function badgeInitials(name) {
    const words = name.split(" ").filter((word) => word !== "");
    return words.length === 0 ? null : words.map((word) => word[0] + ".").join("");
}
