# a module beside the program
import sys

import neighbour

print(neighbour.VALUE, neighbour.__file__, neighbour.__spec__, neighbour.__name__ in sys.modules)
