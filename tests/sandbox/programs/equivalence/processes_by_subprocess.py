# another interpreter
import subprocess
import sys

code = "import sys; print(sys.argv, sys.path, sys.flags, sorted(sys.modules)); sys.exit(3)"
done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
print(done)
