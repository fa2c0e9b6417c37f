"""Pure ASGI middleware, in the order of ``app.MIDDLEWARE``."""
