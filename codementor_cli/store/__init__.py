"""What was judged and hinted, kept in SQLite; one port, ``SubmissionStore``."""
