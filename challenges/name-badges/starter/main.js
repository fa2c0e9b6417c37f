function badgeInitials(name) {
    // Return the initials for the badge, or null when there is no word.
    return name;
}
