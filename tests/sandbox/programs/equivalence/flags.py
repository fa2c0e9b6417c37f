# flags, options and what is known of the interpreter
import sys

print(sys.flags, sys._xoptions, sys.warnoptions, sys.dont_write_bytecode, sys.version, sys.implementation)
print(sys.getrecursionlimit(), sys.getswitchinterval(), sys.get_int_max_str_digits(), sys.thread_info, sys.hash_info)
print(sys.gettrace(), sys.getprofile(), sys.getdlopenflags(), sys.is_finalizing(), sys.getallocatedblocks() > 0)
print(sorted(name for name in dir(sys) if not name.startswith("_")), sys.excepthook, sys.displayhook)
