# a fault in C
import ctypes

ctypes.string_at(0)
