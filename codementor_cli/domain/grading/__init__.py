"""Assignments, points of record and gradebooks."""
