"""Objects of the service that judging has no need of."""
