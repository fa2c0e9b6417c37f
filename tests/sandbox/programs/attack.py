"""What the attacks in Python share: they note what got through, and print `held` where nothing did."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
through = []


def attempt(name, action):
    """Note that something got through, unless it fails as it must."""
    try:
        value = action()
    except (OSError, ValueError, OverflowError, AttributeError):
        return
    if value is not False:
        through.append(name if value is None else f"{name}: {str(value)[:80]}")


def call(name, *arguments):
    """Call a function of the C library; raise OSError where it says -1."""
    value = getattr(libc, name)(*arguments)
    if value == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return value


def syscall(number, *arguments):
    """Make a system call by its number on x86-64."""
    libc.syscall.restype = ctypes.c_long
    value = libc.syscall(ctypes.c_long(number), *(ctypes.c_void_p(a) if isinstance(a, int) else a for a in arguments))
    if value == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return value


def tell():
    print("held" if not through else "got through: " + "; ".join(through), flush=True)
