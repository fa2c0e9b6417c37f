# attack: limits above those that it was given
# verdict: OK
# prints: held
import os
import resource

from attack import attempt, tell

for name in [name for name in dir(resource) if name.startswith("RLIMIT_")]:
    number = getattr(resource, name)
    _, hard = resource.getrlimit(number)
    if hard != resource.RLIM_INFINITY:
        attempt(name, lambda: resource.setrlimit(number, (hard + 1, hard + 1)))
        attempt(f"{name} of none", lambda: resource.setrlimit(number, (-1, -1)))
    for process in (1, os.getppid()):
        attempt(f"{name} of {process}", lambda: resource.prlimit(process, number, (1, 1)))
tell()
