# __main__ as a module
import sys

import __main__

answer: int = 42
print(__main__ is sys.modules["__main__"], __main__.answer, __main__.__annotations__, list(vars(__main__)), __main__)
