# sys.exit with no code
import sys

print('before')
sys.exit(None)
