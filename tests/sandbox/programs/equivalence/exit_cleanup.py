# objects and finalizers at the end, in order
import sys
import weakref


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name, sys is not None, sys.meta_path is None)


class Cycle(Thing):
    def __init__(self, name):
        super().__init__(name)
        self.itself = self


first, second, _third = Thing("first"), Cycle("second"), Thing("third")
weakref.finalize(first, print, "finalized")
sys.held = Thing("held by sys")
Thing.inside = Thing("held by its class")
