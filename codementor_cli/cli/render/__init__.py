"""Pure: domain values to lines that people read."""
