"""Repositories of students: hostile input, which is read and never executed.

``tree`` walks one name at a time and follows no link; ``patterns`` finds files in it; ``intake`` takes programs out of
it; ``head``, ``objects`` and ``packs`` read the commit; ``find`` looks for repositories.
"""
