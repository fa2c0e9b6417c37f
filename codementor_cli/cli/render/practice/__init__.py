"""Practice, as lines."""
