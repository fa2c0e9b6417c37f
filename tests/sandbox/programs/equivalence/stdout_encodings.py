# text that has no encoding
import sys

print("\xe4\u20ac\U0001f600", ascii(sys.argv))
print("\udce4")
print("\ud800", file=sys.stderr)
print("\ud800")
