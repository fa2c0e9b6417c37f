# the garbage collector's settings
import gc

print(gc.isenabled(), gc.get_threshold(), gc.get_debug(), gc.garbage, gc.callbacks)


class Cycle:
    def __init__(self):
        self.itself = self

    def __del__(self):
        print("collected")


Cycle()
print(gc.collect() > 0, gc.collect())
