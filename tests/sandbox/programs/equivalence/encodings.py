# names and defaults of encodings
import codecs
import locale
import os
import sys

print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getfilesystemencodeerrors(), sys.flags.utf8_mode)
print(locale.getpreferredencoding(), locale.getlocale(), locale.setlocale(locale.LC_ALL), os.device_encoding(0))
print(codecs.lookup("utf8"), open(__file__).encoding, os.fsencode("\udce4"))
