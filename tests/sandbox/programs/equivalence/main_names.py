# what __main__ holds before its first line
print(list(globals()), __name__, __file__, __package__, __spec__, __doc__, __builtins__)
print(type(__loader__), __loader__.name, __loader__.path, __annotations__, __cached__)
