"""Commands that ask the mentor."""
