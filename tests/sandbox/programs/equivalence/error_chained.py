# errors from errors
try:
    try:
        {}["key"]
    except KeyError as error:
        raise ValueError("while handling") from error
except ValueError:
    raise TypeError("and then")
