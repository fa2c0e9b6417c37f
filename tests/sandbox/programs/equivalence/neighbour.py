"""A module beside the program."""

VALUE = 42


def fail(number):
    if number == 0:
        raise LookupError("deep down")
    fail(number - 1)
