# sys.exit with a code that no C integer holds
import sys

print('before')
sys.exit(1 << 80)
