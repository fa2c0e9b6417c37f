# attack: files that Python, the loader and shells read at their start, left for the next program
# verdict: OK
# prints: held
import os

for name in (
    "sitecustomize.py",
    "usercustomize.py",
    "os.py",
    "sys.py",
    "resource.py",
    "signal.py",
    "attack.py",
    ".bashrc",
    ".profile",
    ".pythonrc",
    "ld.so.preload",
    "libc.so.6",
    "pyvenv.cfg",
):
    with open(name, "w") as file:
        file.write("raise SystemExit('owned')\n")
os.makedirs(".local/lib/python3.13/site-packages")
with open(".local/lib/python3.13/site-packages/usercustomize.py", "w") as file:
    file.write("print('owned')\n")
os.environ["LD_PRELOAD"] = "/box/scratch/libc.so.6"
print("held")
