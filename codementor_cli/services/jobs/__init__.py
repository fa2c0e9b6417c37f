"""Jobs of the service: taken, run by threads in fair order, watched, cancelled, and taken over from dead servers."""
