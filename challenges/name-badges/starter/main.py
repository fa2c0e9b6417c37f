def badge_initials(name: str) -> str | None:
    """Return the initials for the badge, or None when there is no word."""
    return name
