# an error that input() raises
while True:
    input()
