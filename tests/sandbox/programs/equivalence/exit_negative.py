# sys.exit with a code below 0
import sys

print('before')
sys.exit(-1)
