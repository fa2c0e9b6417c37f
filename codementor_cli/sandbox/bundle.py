"""The runner's modules as one message, and the few lines of Python that receive it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

_PACKAGE = "codementor_cli.sandbox.runner"
_MODULES = ("wire", "census", "meter", "child", "link", "streams", "box", "step", "main")
"""In the order in which they need each other."""

LOADER = """\
import os
def take(size):
    data = b""
    while len(data) < size:
        piece = os.read(0, size - len(data))
        if not piece:
            os._exit(0)
        data += piece
    return data
exec(compile(take(int.from_bytes(take(4), "big")), "runner", "exec"))
"""
"""Given to ``python3 -c`` as the first process of a lane: takes the bundle from stdin and runs it."""

_INSTALL = """\
import sys, types
for name in PARENTS:
    sys.modules[name] = types.ModuleType(name)
for name, source in MODULES.items():
    module = types.ModuleType(PACKAGE + "." + name)
    sys.modules[module.__name__] = module
    setattr(sys.modules[PACKAGE], name, module)
    exec(compile(source, name + ".py", "exec", optimize=2), module.__dict__)
sys.modules[PACKAGE + ".main"].main(OPTIONS)
"""


def message(options: Mapping[str, object] | None = None) -> bytes:
    """Return what the loader waits for: a size of four bytes, then Python source that starts the runner.

    Args:
        options: ``same_user``: programs cannot have a user id of their own; ``counts``: there is no control group;
            ``filters``: system call filters by architecture, for the runner to put itself and its programs under.
    """
    parts = _PACKAGE.split(".")
    parents = [".".join(parts[: count + 1]) for count in range(len(parts))]
    folder = files(_PACKAGE)
    modules = {name: folder.joinpath(f"{name}.py").read_text(encoding="utf-8") for name in _MODULES}
    values = {"PACKAGE": _PACKAGE, "PARENTS": parents, "MODULES": modules, "OPTIONS": dict(options or {})}
    source = ("".join(f"{name} = {value!r}\n" for name, value in values.items()) + _INSTALL).encode()
    return len(source).to_bytes(4, "big") + source
