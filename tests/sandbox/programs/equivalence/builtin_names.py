# builtins, those of site among them
import builtins

print(sorted(dir(builtins)))
print(repr(exit), repr(quit), repr(copyright)[:40], repr(help), repr(license)[:40])
