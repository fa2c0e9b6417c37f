"""Hints, reviews and analyses."""
