"""Claude behind the ``Mentor`` port: one request with its tries and deadline; every foreign error is mapped here."""
