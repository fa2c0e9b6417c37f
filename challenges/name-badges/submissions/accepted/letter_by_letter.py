def badge_initials(name):
    initials = ""
    before = " "
    for letter in name:
        if before == " " and letter != " ":
            initials += letter.upper() + "."
        before = letter
    if initials == "":
        return None
    return initials
