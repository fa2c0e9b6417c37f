# sys.exit with a message
import sys

print('before')
sys.exit("what went wrong")
