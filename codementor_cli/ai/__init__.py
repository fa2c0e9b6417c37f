"""Claude behind the ``Mentor`` port: prompts as files, one request, every failure mapped at this edge."""
