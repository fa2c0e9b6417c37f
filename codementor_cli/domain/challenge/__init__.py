"""Challenges, programs and their limits."""
