# limits
import resource

names = sorted(name for name in dir(resource) if name.startswith("RLIMIT_"))
print([(name, resource.getrlimit(getattr(resource, name))) for name in names])
