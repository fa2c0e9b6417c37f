"""The HTTP API: routes, problem documents and middleware over the use cases of the command line.

Only ``codementor serve`` imports it: FastAPI takes half a second to load.
"""
