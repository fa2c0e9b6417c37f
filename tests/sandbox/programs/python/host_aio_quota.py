# attack: requests for asynchronous input and output, of which the whole machine has so many
# verdict: OK
# prints: held
import ctypes
import errno

from attack import attempt, syscall, tell

SETUP, DESTROY, GETEVENTS, SUBMIT, CANCEL, PGETEVENTS = 206, 207, 208, 209, 210, 333
context = ctypes.c_ulong(0)
for size in (1, 128, 65536):
    attempt(f"io_setup {size}", lambda: syscall(SETUP, size, ctypes.byref(context)))
for number in (DESTROY, GETEVENTS, SUBMIT, CANCEL, PGETEVENTS):
    try:
        syscall(number, 0, 0, 0, 0, 0, 0)
    except OSError as error:
        attempt(f"call {number} is there", lambda error=error: error.errno == errno.ENOSYS and False)
with open("/proc/sys/fs/aio-nr") as file:
    attempt("requests are held", lambda: (int(file.read()) > 60_000) and None)
tell()
