# KeyboardInterrupt, which nobody catches
def wait():
    raise KeyboardInterrupt


wait()
