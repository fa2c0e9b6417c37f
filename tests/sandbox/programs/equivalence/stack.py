# the stack below the first line
import inspect
import sys
import traceback


def inner():
    traceback.print_stack()
    print(len(inspect.stack()), [frame.function for frame in inspect.stack()], sys._getframe(1).f_back)
    try:
        sys._getframe(2)
    except ValueError as error:
        print(error)


inner()
