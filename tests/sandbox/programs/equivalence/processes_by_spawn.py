# multiprocessing by spawn: the program is imported anew
import multiprocessing
import sys

print("imported as", __name__)


def tell(queue):
    queue.put((__name__, sys.argv, sys.flags.utf8_mode, __file__, sys.path[:2]))


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    queue = context.SimpleQueue()
    process = context.Process(target=tell, args=(queue,))
    sys.stdout.flush()
    process.start()
    print(queue.get())
    process.join()
    print(process.exitcode, multiprocessing.get_start_method())
