# a module that is nowhere
import no_such_module
