# an error where nobody can catch it
class Thing:
    def __del__(self):
        raise ValueError("in __del__")


thing = Thing()
del thing
last = Thing()
