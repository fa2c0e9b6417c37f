# os._exit
import atexit
import os

atexit.register(print, "never")
os._exit(7)
