"""The terminal: streams, status lines, keys."""
