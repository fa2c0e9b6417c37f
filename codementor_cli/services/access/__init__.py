"""Use cases of tokens: making, listing and revoking them, and finding the principal of a request."""
