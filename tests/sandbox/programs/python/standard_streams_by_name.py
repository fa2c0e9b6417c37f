# attack: none; the streams opened by name, as many an honest program does
# verdict: OK
# prints: held

with open("/dev/stdout", "w") as out, open("/dev/stderr", "w") as error, open("/dev/stdin", "rb"):
    out.write("held\n")
    error.write("fine\n")
