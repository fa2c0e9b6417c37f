# attack: closes every descriptor and ends well
# verdict: OK
# prints:
import os

os.closerange(0, 1024)
os._exit(0)
