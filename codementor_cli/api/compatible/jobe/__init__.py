"""Jobe's REST interface: the sandbox of Moodle's CodeRunner questions.

Source: Jobe's code at cffff99 and its ``testsubmit.py``, CodeRunner's ``jobesandbox.php`` at 6ecd07ec, read for facts.
"""
