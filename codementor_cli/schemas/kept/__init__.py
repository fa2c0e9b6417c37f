"""``codementor export``: everything that is kept, as JSON Lines that lose nothing. ``lines`` is the way in.

Unlike the objects of ``--json`` these hold hidden data, for they are a store on its way to another machine; figures are
in the units of the domain (their names say which), because rounding them to milliseconds would lose something.
"""
