"""The HTML report: one file without scripts that opens from disk and asks nothing of any network."""
