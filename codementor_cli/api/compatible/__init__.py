"""The interfaces of Judge0, Piston and Jobe over our own jobs: their clients work unchanged.

Each room translates a foreign request into a ``RunWork``, and a job into the foreign answer; it decides nothing. What
those judges allow and this one never does: callbacks, a network, the installing of packages, options for compilers and
interpreters that are on no list (``options``).
"""
