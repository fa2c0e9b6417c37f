# attack: keys, which the kernel keeps by user and not by namespace
# verdict: OK
# prints: held
from attack import attempt, syscall, tell

for keyring in (-1, -2, -3, -4, -5):
    attempt(f"add_key {keyring}", lambda: syscall(248, b"user", b"codementor", b"left", 4, keyring))
    attempt(f"keyctl {keyring}", lambda: syscall(250, 0, keyring, 1))
attempt("request_key", lambda: syscall(249, b"user", b"codementor", 0, -4))
tell()
