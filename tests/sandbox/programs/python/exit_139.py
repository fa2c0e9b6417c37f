# attack: the exit code of a segmentation fault
# verdict: RTE
import os

os._exit(139)
