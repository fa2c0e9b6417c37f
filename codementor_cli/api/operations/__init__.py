"""What the operator of the service sees of it: logs, metrics and traces."""
