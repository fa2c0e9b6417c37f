"""From facts to verdicts: executions, checkers, points."""
