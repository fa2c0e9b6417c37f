# attack: io_uring, whose work no system call filter sees
# verdict: OK
# prints: held
import ctypes

from attack import attempt, syscall, tell

attempt("io_uring_setup", lambda: syscall(425, 8, ctypes.byref(ctypes.create_string_buffer(120))))
tell()
