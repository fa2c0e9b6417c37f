# no terminal
import os
import shutil

print(shutil.get_terminal_size())
for number in range(3):
    try:
        print(os.get_terminal_size(number), os.ttyname(number))
    except OSError as error:
        print(error)
