# threads, and what threading knows of the first
import _thread
import threading

print("threading" in __import__("sys").modules, type(threading.main_thread()), threading.current_thread().name)
print(threading.main_thread().ident == threading.get_ident(), threading.active_count(), _thread._count())
print(threading.main_thread().native_id == threading.get_native_id() == __import__("os").getpid())
results = []
threads = [threading.Thread(target=results.append, args=(number,)) for number in range(5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results), threading.stack_size())
