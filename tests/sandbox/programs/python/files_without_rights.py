# attack: leaves files and folders of mode 0, sticky and set-group-id folders, extended attributes
# verdict: OK
# prints: held
import os

for number, mode in enumerate((0, 0o1777, 0o2777, 0o1000, 0o7000, 0o111)):
    os.makedirs(f"d{number}/inner/more")
    open(f"d{number}/inner/file", "w").close()
    try:
        os.setxattr(f"d{number}/inner/file", "user.note", b"x" * 1000)
    except OSError:
        pass
    os.chmod(f"d{number}/inner/file", 0)
    os.chmod(f"d{number}/inner/more", mode)
    os.chmod(f"d{number}/inner", mode)
    os.chmod(f"d{number}", mode)
print("held")
