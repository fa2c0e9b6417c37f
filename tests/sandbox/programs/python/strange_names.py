# attack: names of 255 bytes, of no encoding, with line ends and escapes; names that the cleaning itself uses
# verdict: OK
# prints: held
import os

for number in range(256):
    if number not in (0, 47):
        os.mkdir(bytes([number]) * 255)
        open(bytes([number]) * 255 + b"/" + bytes([number, 255, 10, 27]), "w").close()
for number in range(300):
    os.makedirs(f".{number}/.{number}/.{number + 1}")
os.makedirs("-rf/--/*")
print("held")
