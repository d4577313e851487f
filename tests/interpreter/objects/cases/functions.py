"""Functions, cells, members and code objects: what can be set, deleted and compared."""
import dataclasses
import types
from types import CellType, FunctionType


def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


class Holder:
    def method(self, a, b=2, *, c=3):
        """Text."""

    method.known = 1


function = Holder.method
print("known" in dir(Holder().method), function.__qualname__ is function.__qualname__)
for name in ("__defaults__", "__kwdefaults__", "__doc__"):
    delattr(function, name)
    print(name, getattr(function, name))
for name in ("__name__", "__qualname__", "__globals__", "__code__", "__closure__"):
    try:
        delattr(function, name)
    except (TypeError, AttributeError):
        print(name, "stays")
try:
    function.__globals__ = {}
except AttributeError as error:
    print(error)
print(type(FunctionType.__globals__), type(FunctionType.__code__))
print(FunctionType(function.__code__, {}).__builtins__ is function.__builtins__)

print(CellType(2) < CellType(3), CellType() < CellType(-1), CellType() == CellType(), CellType(1) == CellType(1.0), CellType(2) >= CellType(3))
cell = CellType(1)
del cell.cell_contents
attempt(lambda: cell.cell_contents)
attempt(lambda: CellType("a") < CellType(1))


@dataclasses.dataclass
class Slotted:
    __slots__ = ("x",)
    x: int


attempt(Slotted)
attempt(Slotted, 3)


def code_of(source):
    return compile(source, "f", "exec")


print(code_of("a = 0") == code_of("a = 0"), hash(code_of("a = 0")) == hash(code_of("a = 0")))
print(*(code_of(source) == code_of("a = 0.0") for source in ("a = 0", "a = -0.0", "b = 0.0", "\na = 0.0")))
print(code_of("def f(): return (1, 'x')") == code_of("def f(): return (1, 'x')"), code_of("x") == 3)


class Mapping:
    def __init__(self, items):
        self.items = items

    def keys(self):
        return [key for key, _ in self.items]

    def __getitem__(self, wanted):
        return dict(self.items)[wanted]


def take(**named):
    return named


nothing = None
attempt(lambda: nothing(**take))
attempt(lambda: take(**{1: 3}, **{1: 5}))
attempt(lambda: take(**Mapping([("x", 1), ("x", 2)])))
attempt(lambda: take(a=3, **Mapping([("x", 1), ("x", 2)])))
attempt(lambda: take(**Mapping([("a", 3)]), **Mapping([("x", 1)])))
print(isinstance(types.ModuleType("m"), types.ModuleType))
