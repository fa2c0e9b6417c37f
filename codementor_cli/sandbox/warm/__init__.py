"""Lanes that wait, started and empty, for programs to come."""
