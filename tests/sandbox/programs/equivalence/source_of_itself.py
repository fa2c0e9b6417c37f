# inspect
import inspect


class Thing:
    def method(self):
        return 1


print(inspect.getsource(Thing), inspect.getsourcefile(Thing), inspect.getmodule(Thing), inspect.getfile(Thing))
print(inspect.getsource(inspect.currentframe()))
