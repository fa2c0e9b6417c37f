# where modules are looked for
import sys

print(sys.path, sys.path_hooks, sys.meta_path, sys.prefix, sys.exec_prefix, sys.base_prefix, sys.platlibdir)
print(sys.executable, sys._base_executable, sys.pycache_prefix, sorted(map(str, sys.path_importer_cache)))
