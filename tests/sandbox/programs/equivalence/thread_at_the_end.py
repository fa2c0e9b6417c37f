# a thread that outlives the main one, and one that may not
import threading
import time


def late():
    threading.main_thread().join()
    print("late")


threading.Thread(target=late).start()
threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
print("main is done")
