# attack: the main thread ends, another goes on
# verdict: TLE
import ctypes
import threading
import time

threading.Thread(target=time.sleep, args=(60,)).start()
ctypes.CDLL(None).syscall(60, 0)
