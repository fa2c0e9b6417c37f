"""Answers of the mentor, as lines."""
