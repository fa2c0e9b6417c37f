# Prints the initials instead of returning them.
def badge_initials(name):
    print("".join(word[0].upper() + "." for word in name.split()))
