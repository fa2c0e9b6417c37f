"""Repositories of students, which are hostile input: looked into, never obeyed, nothing of them ever executed.

``tree`` walks one name at a time and follows no link; ``patterns`` finds files in it; ``intake`` takes programs out of
it; ``head``, ``objects`` and ``packs`` read the commit; ``find`` looks for repositories.
"""
