# attack: sleeps
# verdict: TLE
import time

time.sleep(3600)
