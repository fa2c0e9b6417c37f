"""JSON as other programs read it: camelCase, milliseconds, bytes. Pure: domain values in, models out."""
