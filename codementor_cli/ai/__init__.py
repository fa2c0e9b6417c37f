"""Claude behind the ``Mentor`` port."""
