# a name nearly right
counter = 1
print(conter)
