"""What runs inside a lane, as its first process.

The host sends these modules over the attached stream (see ``bundle``), so any image with Python 3.9 or later will do.
They stand alone: the standard library only, and few of its modules, for each one costs start-up time of every lane.
"""
