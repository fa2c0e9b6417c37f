# input() until there is no more
while True:
    try:
        print(repr(input()))
    except EOFError as error:
        print(repr(error))
        break
