"""Judge, run and verify programs."""
