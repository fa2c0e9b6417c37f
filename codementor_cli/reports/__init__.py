"""Results of grading as other programs read them: each module one format, pure text out. None computes a score."""
