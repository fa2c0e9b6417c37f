# children, their ends, and who their parent is
import os

parent = os.getpid()
for code in range(3):
    child = os.fork()
    if child == 0:
        os._exit(code + 10 * (os.getppid() != parent))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
try:
    os.wait()
except ChildProcessError as error:
    print(error)
