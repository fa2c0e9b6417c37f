# quit(), which closes stdin
print("before")
quit(6)
