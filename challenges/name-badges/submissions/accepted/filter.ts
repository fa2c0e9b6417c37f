function badge_initials(name: string): string | null {
    const words: string[] = name.split(" ").filter((word) => word !== "");
    return words.length === 0 ? null : words.map((word) => word.charAt(0).toUpperCase() + ".").join("");
}
