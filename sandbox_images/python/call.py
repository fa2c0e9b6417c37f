# ruff: noqa: INP001, PTH100, PTH119, PTH120, PTH122, PTH123, PLC0415 -- stands alone; imports cost each case time
"""Call a learner's function: ``python3 call.py MAIN``, with the call as JSON on stdin.

stdin holds ``{"function": NAME, "arguments": [...], "marker": WORD}``. After all that the learner's code prints, one
line ``WORD value JSON`` goes to stdout, or ``WORD error TEXT`` (TEXT a JSON string) where the value is no plain data.
The learner's file is loaded as a module, so that ``if __name__ == "__main__"`` blocks do not run, and may do to
``sys.stdout``, ``print`` and ``json`` what it likes.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import types

_DEPTH = 400
_dumps = json.dumps


class _NotPlainError(Exception):
    """A value that JSON has no form for; the message says which."""


def _plain(value: object, depth: int = 0) -> object:
    """Return the value as data of exactly JSON's types; of a subclass the base type's own value is taken."""
    if depth > _DEPTH:
        raise _NotPlainError(f"the value is nested more than {_DEPTH} deep, or contains itself")
    kind = type(value)
    if value is None or kind is bool:
        return value
    mro = type.__getattribute__(kind, "__mro__")
    for base, convert in _CONVERSIONS:
        if base in mro:
            return convert(value, depth)
    name = type.__getattribute__(kind, "__name__")
    raise _NotPlainError(f"it returned a value of type {name}{_advice(name)}")


def _advice(name: str) -> str:
    if name in ("set", "frozenset", "generator", "map", "filter", "zip", "range", "dict_keys", "dict_values", "deque"):
        return "; make it a list with list(...)"
    return "; return numbers, text, truth values, lists or dictionaries"


def _plain_float(value: float, _depth: int) -> float:
    number = float.__mul__(value, 1.0)
    if not (number - number == 0):
        raise _NotPlainError(f"it returned {float.__repr__(number)}, which is not a usable number")
    return number


def _plain_list(value: list[object], depth: int) -> list[object]:
    return [_plain(item, depth + 1) for item in list.__iter__(value)]


def _plain_tuple(value: tuple[object, ...], depth: int) -> list[object]:
    return [_plain(item, depth + 1) for item in tuple.__iter__(value)]


def _plain_dict(value: dict[object, object], depth: int) -> dict[str, object]:
    return {_key(key): _plain(item, depth + 1) for key, item in dict.items(value)}


def _key(key: object) -> str:
    mro = type.__getattribute__(type(key), "__mro__")
    if str in mro:
        return str.__str__(key)
    if int in mro and type(key) is not bool:
        return int.__repr__(int.__add__(key, 0))
    name = type.__getattribute__(type(key), "__name__")
    raise _NotPlainError(f"it returned a dictionary with a key of type {name}; use text or whole numbers as keys")


_CONVERSIONS = (
    (int, lambda value, _depth: int.__add__(value, 0)),
    (float, _plain_float),
    (str, lambda value, _depth: str.__str__(value)),
    (list, _plain_list),
    (tuple, _plain_tuple),
    (dict, _plain_dict),
)


def _answer(value: object) -> bytes:
    """Return the word and JSON for the answer line."""
    # The learner's code may have lowered both, and a result may be as large as it likes.
    sys.setrecursionlimit(10_000)
    sys.set_int_max_str_digits(0)
    try:
        plain = _plain(value)
    except _NotPlainError as error:
        return b"error " + _dumps(str(error)).encode()
    try:
        return b"value " + _dumps(plain, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return b"value " + _dumps(plain).encode()


def _load(path: str) -> types.ModuleType:
    """Run the learner's file as a module of its own name, and return it."""
    stem = os.path.splitext(os.path.basename(path))[0]
    with open(path, "rb") as file:
        source = file.read()
    module = types.ModuleType(stem)
    module.__file__ = path
    sys.modules[stem] = module
    exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 -- that is what it is for
    return module


def _missing(path: str, name: str, module: types.ModuleType) -> str:
    """Return what to say of a file without the function, naming near matches."""
    from difflib import get_close_matches

    sentence = f"{os.path.basename(path)} has no function {name}(...)"
    own = [key for key, value in vars(module).items() if isinstance(value, types.FunctionType)]
    folded = {key.replace("_", "").lower(): key for key in own}
    near = [folded[key] for key in get_close_matches(name.replace("_", "").lower(), folded, n=2, cutoff=0.5)]
    if near:
        return f"{sentence}; rename {' or '.join(near)} if that is it"
    return f"{sentence}: define it at the left margin, outside of classes and other functions"


def _show(error: Exception) -> None:
    """Print a traceback of the learner's frames alone."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == _load.__code__.co_filename:
        trace = trace.tb_next
    import traceback

    lines = traceback.format_exception(type(error), error, trace)
    data = "".join(lines).encode(errors="backslashreplace")
    while data:
        data = data[os.write(2, data) :]


def _flush() -> None:
    for stream in {id(each): each for each in (sys.stdout, sys.__stdout__, sys.stderr)}.values():
        # The learner's code may have closed or replaced it.
        with contextlib.suppress(Exception):
            stream.flush()


def main() -> None:
    """Read the call, make it, and write the answer."""
    path = sys.argv[1]
    with open(0, "rb", closefd=False) as stdin:
        call = json.loads(stdin.read())
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    answer = os.dup(1)
    sys.argv = [path]
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    name, mark, write = call["function"], call["marker"].encode(), os.write
    try:
        module = _load(path)
        function = vars(module).get(name)
        if not callable(function):
            _flush()
            sys.exit(_missing(path, name, module))
        value = function(*call["arguments"])
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is the learner's to see
        _flush()
        _show(error)
        sys.exit(1)
    _flush()
    data = b"\n" + mark + b" " + _answer(value) + b"\n"
    while data:
        data = data[write(answer, data) :]


main()
