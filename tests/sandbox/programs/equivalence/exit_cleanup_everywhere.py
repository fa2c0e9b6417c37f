# objects that end with the program, wherever they are kept
import codecs
import io
import os

import neighbour


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self, write=os.write):
        write(2, f"gone {self.name}\n".encode())


def function(kept=Thing("default of a function")):
    yield Thing("held by a generator")
    yield


generator = function()
next(generator)
held = Thing("global")
function.attribute = Thing("attribute of a function")
neighbour.held = Thing("in another module")
os.held = Thing("in a module that was there before")
os.environ.held = Thing("in an object that was there before")
codecs.held = [Thing("in a list in a module")]
io.IOBase.register(type("Registered", (Thing,), {"inside": Thing("in a registered class")}))
codecs.register(lambda name, kept=Thing("in a codec search"): None)
