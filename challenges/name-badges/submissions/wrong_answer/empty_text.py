# Returns an empty text, not None, when there is no word.
def badge_initials(name):
    return "".join(word[0].upper() + "." for word in name.split())
