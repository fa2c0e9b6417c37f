# attack: the exit code of a process that was killed for memory
# verdict: RTE
import os

os._exit(137)
