# modules that the zygote took away again
import _ctypes
import _socket
import ctypes
import gc
import marshal
import os
import pickle
import resource
import select
import signal
import socket
import sys

print(_ctypes, _socket, resource, marshal, gc, ctypes.CDLL(None).abs(-3), socket.AF_INET, select.select([0], [], [], 0))
left, right = socket.socketpair()
left.sendall(marshal.dumps((1, "two")))
print(marshal.loads(right.recv(100)), signal.SIGTERM, pickle.loads(pickle.dumps(resource.getrusage)))
child = os.fork()
if child == 0:
    os._exit(5)
_, status, usage = os.wait4(child, 0)
print(status, type(usage), isinstance(usage, resource.struct_rusage), len(usage), sys.modules["resource"] is resource)
