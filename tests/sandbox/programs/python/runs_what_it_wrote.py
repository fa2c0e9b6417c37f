# attack: writes a program and runs it, with set-user-id on it; allowed, and no gain
# verdict: OK
# prints: held
import os
import shutil
import subprocess

shutil.copy("/usr/bin/id", "program")
os.chmod("program", 0o6755)
user = int(subprocess.run(["./program", "-u"], capture_output=True, text=True).stdout)
print("held" if user == os.getuid() and user >= 1000 else user)
