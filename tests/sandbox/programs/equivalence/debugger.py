# breakpoint(), which reads commands from stdin
value = 3
breakpoint()
print("after")
