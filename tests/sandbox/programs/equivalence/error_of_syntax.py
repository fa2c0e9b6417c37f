# the program is no program
def f(:
    pass
