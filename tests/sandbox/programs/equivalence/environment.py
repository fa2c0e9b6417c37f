# variables, and their order
import os
import subprocess

print(list(os.environ.items()), os.getenv("PYTHONPATH"), os.environb[b"LANG"])
print(sorted(subprocess.run(["env"], capture_output=True, text=True, check=True).stdout.split("\n")))
