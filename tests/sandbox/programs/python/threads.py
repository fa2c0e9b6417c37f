# attack: as many threads as there can be, all burning CPU time
# verdict: TLE RTE
import threading


def burn():
    while True:
        sum(range(1000))


try:
    for _ in range(1000):
        threading.Thread(target=burn).start()
except RuntimeError:
    burn()
