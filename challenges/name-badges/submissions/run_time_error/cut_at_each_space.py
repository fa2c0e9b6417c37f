# Two spaces in a row leave an empty piece, which has no first letter: IndexError.
def badge_initials(name):
    return "".join(piece[0].upper() + "." for piece in name.split(" "))
