"""codementor: load challenges, judge programs in a local sandbox, explain the result."""

__version__ = "0.1.0"
