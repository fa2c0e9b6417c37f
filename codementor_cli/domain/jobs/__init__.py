"""Jobs of the service: what was asked, how far it is, what came of it, and whose turn is next."""
