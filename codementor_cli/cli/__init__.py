"""The command line: one file a command, ``render`` for what people see."""
