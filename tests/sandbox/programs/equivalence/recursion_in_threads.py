# stacks of threads
import sys
import threading

sys.setrecursionlimit(50_000)


def depth(number):
    return 0 if number == 0 else 1 + depth(number - 1)


threading.stack_size(64 << 20)
thread = threading.Thread(target=lambda: print(depth(40_000)))
thread.start()
thread.join()
