"""Text as people read and type it: made visible, cut, counted, compared."""
