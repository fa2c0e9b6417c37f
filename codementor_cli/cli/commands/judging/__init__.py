"""Commands that judge or run one program."""
