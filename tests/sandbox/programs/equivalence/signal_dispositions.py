# what is done with signals
import signal

print([(number, signal.getsignal(number)) for number in sorted(signal.valid_signals())])
print(signal.pthread_sigmask(signal.SIG_BLOCK, []), signal.getitimer(signal.ITIMER_REAL), signal.alarm(0))
with open("/proc/self/status") as status:
    print([line for line in status if line.startswith(("Sig", "Shd"))][1:])
