"""The JSON that users see: a contract."""
