"""The runner's modules as one message, and the few lines of Python that receive it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

_PACKAGE = "codementor_cli.sandbox.runner"
_MODULES = (
    *("wire", "census", "identity", "ending", "child", "twin", "zygote", "meter", "link", "streams", "box", "step"),
    "main",
)
"""In the order in which they need each other."""
_ZYGOTE_MODULES = ("identity", "ending", "pages", "zygote_main")

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
for name, source in MODULES.items():
    module = type(sys)(PACKAGE + "." + name)
    sys.modules[module.__name__] = module
    setattr(sys.modules[PACKAGE], name, module)
    exec(compile(source, name + ".py", "exec", optimize=2), module.__dict__)
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
before = set(sys.modules)
"""
_SERVE = """\
sys.modules[PACKAGE + ".zygote_main"].serve(((3, 4), (5, 6)))
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
    if name.startswith(PACKAGE):
        vars(sys.modules[name]).clear()
    del sys.modules[name]
main = type(sys)("__main__")
vars(main).update(vars(sys.modules["__main__"]))
sys.modules["__main__"] = main
del main
raise ImportError(name="usercustomize")
"""
"""In a program's process: take away what the zygote brought, and be what is found where nothing is there.

``__main__`` is made anew: the zygote's own is out of the garbage collector's sight, and what is only reachable from
there would never be finalized.
"""


def message(options: Mapping[str, object] | None = None) -> bytes:
    """Return what the loader waits for: a size of four bytes, then Python source that starts the runner.

    Args:
        options: ``same_user``: programs cannot have a user id of their own; ``counts``: there is no control group;
            ``filters``: system call filters by architecture, for the runner to put itself and its programs under.
    """
    values = {"OPTIONS": dict(options or {}), "ZYGOTE": zygote_hook()}
    source = (_source(_MODULES, values) + _RUN).encode()
    return len(source).to_bytes(4, "big") + source


def zygote_hook() -> str:
    """Return what a zygote imports as ``usercustomize``."""
    code = _PREPARE + _source(_ZYGOTE_MODULES, {}) + _SERVE
    return f"import os\nCODE = {code!r}\n{_GUARD}{_LEAVE}"


def _source(names: Sequence[str], values: Mapping[str, object]) -> str:
    """Return Python source that installs modules of the runner, and names values."""
    parts = _PACKAGE.split(".")
    parents = [".".join(parts[: count + 1]) for count in range(len(parts))]
    folder = Path(__file__).with_name("runner")
    modules = {name: folder.joinpath(f"{name}.py").read_text(encoding="utf-8") for name in names}
    constants = {"PACKAGE": _PACKAGE, "PARENTS": parents, "MODULES": modules, **values}
    return "".join(f"{name} = {value!r}\n" for name, value in constants.items()) + _INSTALL
