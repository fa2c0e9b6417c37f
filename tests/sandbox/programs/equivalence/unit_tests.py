# unittest, which finds tests in __main__
import sys
import unittest


class Case(unittest.TestCase):
    def test_nothing(self):
        self.assertEqual(1, 2)


loaded = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
result = loaded.run(unittest.TestResult())
print(result, result.failures)
