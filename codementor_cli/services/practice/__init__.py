"""Start and record practice."""
