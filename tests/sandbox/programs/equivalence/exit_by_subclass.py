# a subclass of SystemExit
class Done(SystemExit):
    pass


try:
    raise Done(9)
finally:
    print("finally")
