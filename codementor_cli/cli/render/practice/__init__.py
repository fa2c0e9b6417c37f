"""Text of practice: history, submissions, progress, statements, suggestions."""
