# attack: changes everything in its interpreter that another program could find: modules, builtins, memory of Python's
# verdict: OK RTE TLE MLE OLE
import builtins
import codecs
import ctypes
import gc
import os
import site
import sys

libc = ctypes.CDLL(None)
sys.modules["json"] = sys.modules["resource"] = sys.modules["signal"] = site
sys.path[:] = ["/box/scratch"]
sys.meta_path.clear()
sys.argv[:] = ["poisoned"]
sys.flags = None
codecs.register(lambda name: (_ for _ in ()).throw(LookupError("poisoned")))
os.environ["LD_PRELOAD"] = os.environ["PYTHONPATH"] = os.environ["PYTHONSTARTUP"] = "/box/scratch/poison"
libc.setenv(b"PYTHONHOME", b"/box/scratch", 1)
gc.disable()
os.umask(0)
os.register_at_fork(before=sys.exit, after_in_child=sys.exit, after_in_parent=sys.exit)
for folder in (".local/lib/python3.13/site-packages", "usercustomize", "codementor_cli/sandbox/runner"):
    os.makedirs(folder, exist_ok=True)
    for name in ("usercustomize.py", "sitecustomize.py", "__init__.py", "server.py", "poison.pth"):
        with open(f"{folder}/{name}", "w") as file:
            file.write("import os; os._exit(66)\n")
builtins.open = builtins.print = builtins.len = builtins.__import__ = None
with os.fdopen(os.open("/proc/self/maps", os.O_RDONLY)) as maps:
    lines = list(maps)
# Writable memory of the interpreter and of its libraries, from its end to its beginning, until it dies of it.
for line in reversed(lines):
    words = line.split()
    if words[1].startswith("rw") and words[-1] not in ("[stack]", "[heap]"):
        start, end = (int(part, 16) for part in words[0].split("-"))
        libc.memset(ctypes.c_void_p(start), 0x41, ctypes.c_size_t(end - start))
