"""Routes, one file for each resource; each file has ``router``."""
