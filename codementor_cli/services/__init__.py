"""Use cases, one a file; ports come as arguments."""
