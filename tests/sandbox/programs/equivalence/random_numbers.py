# numbers from a seed; without one, they are nobody else's
import random
import secrets
import uuid

print(random.Random(1).random(), "random" in dir(), len(secrets.token_hex()), len(str(uuid.uuid4())))
random.seed(7)
print(random.random(), random.getstate()[1][:3])
