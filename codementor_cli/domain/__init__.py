"""The rules of codementor, without I/O, clock or randomness."""
