"""Piston's REST interface, version 2: runtimes and execute.

Left out: packages, which install software for anybody, and the WebSocket, whose clients are few.

Source: Piston's API documentation (docs/api-v2.md) and its code at 0a844d0, read for facts.
"""
