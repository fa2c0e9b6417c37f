# a child reads on
import subprocess
import sys

print(repr(sys.stdin.readline()), flush=True)
subprocess.run(["cat"], check=True)
