"""Grade repositories."""
