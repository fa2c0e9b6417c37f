"""Files: read below a folder without following links, written whole or not at all, kept in a private cache."""
