// Two spaces in a row leave an empty piece, whose first letter is undefined: TypeError.
function badgeInitials(name) {
    return name.split(" ").map((piece) => piece[0].toUpperCase() + ".").join("");
}
