"""Commands of this user in a process that has imported them already: it belongs to ``codementor serve --local``."""
