"""One file a command; each has ``command()``, which builds it."""
