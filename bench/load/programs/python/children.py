import subprocess
import sys

names = input().split()
children = [
    subprocess.Popen([sys.executable, "-c", "import sys; print(sys.argv[1][::-1])", name], stdout=subprocess.PIPE)
    for name in names
]
print(" ".join(child.communicate()[0].decode().strip() for child in children))
