"""Copies everything that one store keeps to another, of the same kind or of another: ``copy_store``."""
