"""pickle: an object graph written and read."""
import pickle
import sys


class Node:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.children = []


def graph(n):
    root = Node("root", 0)
    for i in range(n):
        child = Node(f"child {i}", i * 0.5)
        child.children.append({"key": i, "pair": (i, str(i)), "bytes": b"data"})
        root.children.append(child)
    return root


def run(n):
    root = graph(50)
    size = 0
    for _ in range(n):
        data = pickle.dumps(root)
        copy = pickle.loads(data)
        size += len(data) + len(copy.children) + copy.children[7].children[0]["pair"][0]
    return size


print(run(int(sys.argv[1])))
