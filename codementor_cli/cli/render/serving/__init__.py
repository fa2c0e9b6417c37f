"""Words for what the service is about."""
