"""Assignments in folders."""
