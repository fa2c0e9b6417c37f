"""Judge0's REST interface, version 1.13.1: what its clients need.

Source: Judge0's API documentation (docs/api) and its code at 47dfd63, read for facts.
"""
