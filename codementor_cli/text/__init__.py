"""Text for people: made visible, cut, counted, compared, parsed."""
