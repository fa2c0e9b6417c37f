"""Practice of a learner: submissions, drafts, progress, suggestions."""
