# more than the buffer holds, then a sudden end
import os

for number in range(2000):
    print(number)
os._exit(0)
