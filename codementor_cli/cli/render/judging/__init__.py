"""Results of judging, as lines."""
