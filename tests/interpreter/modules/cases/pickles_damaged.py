"""Whatever data is loaded, the outcome is an object or an exception."""
import collections
import copyreg
import io
import pickle
import random
import sys


class Node:
    def __init__(self, *children):
        self.children = children


class Slotted:
    __slots__ = ("a", "b")

    def __getstate__(self):
        return None, {"a": self.a}


class Careful(pickle.Unpickler):
    """Makes nothing but harmless objects."""
    known = {"Node": Node, "Slotted": Slotted, "object": object, "list": list, "set": set, "complex": complex, "OrderedDict": collections.OrderedDict,
             "_reconstructor": copyreg._reconstructor, "encode": lambda text, encoding: text.encode("latin-1"), "bytearray": lambda *arguments: bytearray()}

    def find_class(self, module, name):
        return self.known[name]

    def persistent_load(self, key):
        return key


def outcome(data):
    try:
        Careful(io.BytesIO(data), buffers=[b"one", bytearray(b"two")]).load()
        return 1
    except Exception:
        return 0


slotted = Slotted()
slotted.a = slotted
shared = [1, 2.5, 10 ** 30]
shared.append(shared)
original = [None, True, -1, 300, 70000, "text", "é" * 300, b"bytes", bytearray(b"more"), (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), {"a": shared, 1: shared},
            {1, 2}, frozenset([3]), Node(shared, slotted, Node()), 1j, collections.OrderedDict(x=1), list(range(5)), {}]
chance = random.Random(5)
seen = set()
times = int(sys.argv[1]) if len(sys.argv) > 1 else 20
for protocol in range(6):
    data = pickle.dumps(original, protocol)
    for length in range(0, len(data) - 1, 37):
        assert outcome(data[:length]) == 0, (protocol, length)
    for _ in range(times):
        damaged = bytearray(data)
        for _ in range(chance.randrange(1, 4)):
            place = chance.randrange(len(damaged))
            match chance.randrange(4):
                case 0:
                    damaged[place] ^= 1 << chance.randrange(8)
                case 1:
                    damaged[place] = chance.choice(b"(.012FIJKLMNPQRSTUVXabc}degh]ijlopqrstu)GBC" + bytes(range(0x80, 0x99)))
                case 2:
                    del damaged[place:place + chance.randrange(1, 9)]
                case 3:
                    other = chance.randrange(len(damaged))
                    damaged[place:place] = damaged[other:other + 20]
        seen.add(outcome(bytes(damaged)))
    for _ in range(times):
        seen.add(outcome(bytes(chance.choice(b"(.012JKMNQRTUX}]abdehlqrstu)\x85\x86\x87\x8f\x90\x91\x81\x92\x93\x94") for _ in range(30)) + b"."))
print(sorted(seen))
