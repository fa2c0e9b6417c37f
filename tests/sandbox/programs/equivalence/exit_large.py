# sys.exit with a code that is too large
import sys

print('before')
sys.exit(300)
