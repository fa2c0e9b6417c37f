"""Challenges in folders."""
