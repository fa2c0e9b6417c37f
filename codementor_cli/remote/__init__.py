"""A judge on another machine, or in another process of this user: ``ports.Judge`` over HTTP."""
