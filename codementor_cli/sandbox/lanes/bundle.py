"""The runner's modules as one message, and the few lines of Python that receive it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_PACKAGE = "codementor_cli.sandbox.runner"
_ZYGOTE_PACKAGE = _PACKAGE + ".zygote"
_MODULES = (
    *("wire", "process_totals", "identity", "ending", "child", "zygote.forker", "zygote.zygote", "meter", "delay"),
    *("link", "streams", "box", "step", "main"),
)
"""In the order in which they need each other."""
_ZYGOTE_MODULES = ("identity", "ending", "zygote.pages", "zygote.server")

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
import sys
for name in PARENTS:
    sys.modules[name] = type(sys)(name)
for name, code in CODES.items():
    module = type(sys)(PACKAGE + "." + name)
    sys.modules[module.__name__] = module
    parent, _, leaf = module.__name__.rpartition(".")
    setattr(sys.modules[parent], leaf, module)
    exec(code, module.__dict__)
"""
_COMPILED = """\
import marshal, sys
version = sys.version.encode() + b"\\0"
def compiled(modules):
    return {name: compile(source, name + ".py", "exec", optimize=2) for name, source in modules.items()}
"""
"""What was compiled before is of use to the very same interpreter only; any other compiles."""
_TAKE = """\
sources, kept = take(SIZES[0]), take(SIZES[1])
if kept.startswith(version):
    CODES, ZYGOTE = marshal.loads(kept[len(version):])
else:
    exec(sources)
    CODES = compiled(MODULES)
    hook = version + marshal.dumps(compiled(ZYGOTE_MODULES))
    ZYGOTE = ZYGOTE.replace("KEPT = b''", f"KEPT = {hook!r}", 1)
    OPTIONS["compiled"] = version + marshal.dumps((CODES, ZYGOTE))
"""
_RUN = """\
sys.modules[PACKAGE + ".main"].main(OPTIONS, ZYGOTE)
"""
_PREPARE = """\
import _frozen_importlib, os, sys
del sys.modules["usercustomize"], os.environ["PYTHONPATH"]
sys.path_importer_cache.pop(sys.path.pop(0), None)
if _frozen_importlib._find_spec("usercustomize", None):
    os._exit(1)
for name in IMPORTS:
    __import__(name)
before = set(sys.modules)
"""
_TAKE_KEPT = """\
CODES = marshal.loads(KEPT[len(version):]) if KEPT.startswith(version) else compiled(MODULES)
"""
_SERVE = """\
left = [globals(), *map(sys.modules.get, sys.modules.keys() - before)]
left.append(left)
sys.modules[PACKAGE + ".zygote.server"].serve(((3, 4), (5, 6)))
"""
_GUARD = """\
try:
    exec(CODE)
except BaseException:
    os._exit(1)
"""
"""Never go on as root: what comes after the hook is the program."""
_LEAVE = """\
for name in sys.modules.keys() - before:
    del sys.modules[name]
main = type(sys)("__main__")
vars(main).update(vars(sys.modules["__main__"]))
sys.modules["__main__"] = main
del main
raise ImportError(name="usercustomize")
"""
"""In a program's process: hide what the zygote brought, and be what is found where nothing is there.

None of it is freed, for a third of a millisecond: ``left`` holds it and itself, out of the garbage collector's sight.

``__main__`` is a new module: the zygote's own is out of the garbage collector's sight, and what is only reachable from
there would never be finalized.
"""


def message(options: Mapping[str, object] | None = None, compiled: bytes = b"") -> bytes:
    """Return what the loader waits for: a size of four bytes, then Python source that takes the rest.

    Args:
        options: ``same_user``: programs cannot have a user id of their own; ``counts``: there is no control group;
            ``uncapped``: nothing limits how many files there are;
            ``filters``: system call filters by architecture, for the runner to put itself and its programs under.
        compiled: What a runner of the same modules sent as ``CODE``; empty: none is kept.
    """
    sources = _sources()
    constants = {**_places(), "OPTIONS": dict(options or {}), "SIZES": (len(sources), len(compiled))}
    source = (_assigned(constants) + _COMPILED + _TAKE + _INSTALL + _RUN).encode()
    return len(source).to_bytes(4, "big") + source + sources + compiled


@cache
def digest() -> str:
    """Return a name for the runner's modules, whose compiled form may be kept by it."""
    return hashlib.sha256(_sources()).hexdigest()


@cache
def _sources() -> bytes:
    """Return Python source that names the runner's modules, a zygote's, and what a zygote imports."""
    values = {"MODULES": _modules(_MODULES), "ZYGOTE_MODULES": _modules(_ZYGOTE_MODULES), "ZYGOTE": zygote_hook()}
    return _assigned(values).encode()


def zygote_hook() -> str:
    """Return what a zygote imports as ``usercustomize``."""
    constants = {**_places(), "MODULES": _modules(_ZYGOTE_MODULES)}
    code = _PREPARE + _assigned(constants) + _COMPILED + _TAKE_KEPT + _INSTALL + _SERVE
    return f"import os\nKEPT = b''\nCODE = {code!r}\n{_GUARD}{_LEAVE}"


def _places() -> dict[str, object]:
    parts = _ZYGOTE_PACKAGE.split(".")
    return {"PACKAGE": _PACKAGE, "PARENTS": [".".join(parts[: count + 1]) for count in range(len(parts))]}


def _modules(names: Sequence[str]) -> dict[str, str]:
    folder = Path(__file__).parents[1] / "runner"
    return {name: folder.joinpath(f"{name.replace('.', '/')}.py").read_text(encoding="utf-8") for name in names}


def _assigned(values: Mapping[str, object]) -> str:
    return "".join(f"{name} = {value!r}\n" for name, value in values.items())
