"""Strict YAML with positions."""
