"""The words of a command line: commands and groups, options and how each value is read, completion."""
