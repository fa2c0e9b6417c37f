"""What codementor knows, without I/O, clock or randomness."""
