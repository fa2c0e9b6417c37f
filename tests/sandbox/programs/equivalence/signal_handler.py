# a handler, and an alarm
import signal


def handle(number, frame):
    print("handled", number, frame.f_code.co_name)


signal.signal(signal.SIGALRM, handle)
signal.setitimer(signal.ITIMER_REAL, 0.01)
signal.pause()
signal.raise_signal(signal.SIGALRM)
