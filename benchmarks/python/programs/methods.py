"""Method calls, an attribute that is a float."""
import sys


class Account:
    def __init__(self, rate):
        self.rate = rate

    def add(self, value):
        return self.rate + value


def run(n):
    account = Account(1.5)
    total = 0.0
    for _ in range(n):
        total = account.add(total)
    return total


print(run(int(sys.argv[1])))
