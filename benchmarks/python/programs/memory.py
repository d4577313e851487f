"""Objects that stay: instances, lists, dicts, tuples, strings. For the column of memory above all."""
import sys


class Record:
    def __init__(self, number):
        self.number = number
        self.name = f"record {number}"
        self.pair = (number, number + 1)
        self.items = [number, self.pair]
        self.table = {"number": number}


def run(n):
    records = [Record(i) for i in range(n)]
    index = {record.name: record for record in records}
    return len(index), sum(index[f"record {i}"].table["number"] for i in range(0, n, 7))


print(run(int(sys.argv[1])))
