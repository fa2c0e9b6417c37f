"""Commands for practice."""
