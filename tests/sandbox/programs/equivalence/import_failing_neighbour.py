# a traceback through a module beside the program
import neighbour

neighbour.fail(3)
