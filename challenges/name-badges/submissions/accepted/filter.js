const badgeInitials = (name) => {
    const words = name.split(" ").filter((word) => word !== "");
    if (words.length === 0) return null;
    return words.map((word) => word[0].toUpperCase() + ".").join("");
};

module.exports = { badgeInitials };
