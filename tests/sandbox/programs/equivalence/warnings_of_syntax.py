# a warning of the compiler's
print("\d")
