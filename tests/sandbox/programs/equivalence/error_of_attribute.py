# an attribute nearly right
import math

math.sqr(2)
