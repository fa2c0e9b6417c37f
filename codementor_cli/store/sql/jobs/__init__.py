"""Jobs as all databases keep them: their rows, and the rules of the queue."""
