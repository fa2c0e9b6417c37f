"""From results to sentences for learners."""
