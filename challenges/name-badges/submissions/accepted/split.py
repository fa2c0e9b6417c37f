def badge_initials(name: str) -> str | None:
    """Return the initials for the badge, or None when there is no word."""
    words = name.split()
    return "".join(word[0].upper() + "." for word in words) or None
