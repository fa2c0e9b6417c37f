# faulthandler and tracemalloc
import faulthandler
import tracemalloc

print(faulthandler.is_enabled(), tracemalloc.is_tracing())
faulthandler.dump_traceback(all_threads=False)
