# a traceback with repetitions
def f(depth):
    return f(depth + 1)


f(0)
