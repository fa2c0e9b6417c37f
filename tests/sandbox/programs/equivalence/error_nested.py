# an error in functions
def outer(value):
    return inner(value) + 1


def inner(value):
    return {"a": value}["b"]


outer(1)
