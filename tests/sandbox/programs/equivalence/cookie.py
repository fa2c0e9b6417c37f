# an encoding of its own
# -*- coding: latin-1 -*-
print("\N{LATIN SMALL LETTER A WITH DIAERESIS}", ascii("ä"))
