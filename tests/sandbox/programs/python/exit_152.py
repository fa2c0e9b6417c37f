# attack: the exit code of a process that ran out of CPU time
# verdict: RTE
import os

os._exit(152)
