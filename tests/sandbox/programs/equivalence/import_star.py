# names of a module, all of them
from neighbour import *

print(VALUE, sorted(globals()))
