# contexts of threads: variables, numbers
import contextvars
import decimal

print(list(contextvars.copy_context()), decimal.getcontext())
