"""The sandbox: lanes that run programs under limits and report facts."""
