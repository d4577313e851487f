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

# The types of functions that are built in.
import copy
import inspect
import pickle
import types

print(type(len) is type([].append), type(str.join), type(object.__init__), type(object().__str__), type(dict.__dict__["fromkeys"]))
print(len, str.join, [].__len__.__name__, object.__init__, hasattr(len, "__get__"), hasattr(str.join, "__get__"))
print([].__add__.__objclass__, str.join.__objclass__, [].append.__qualname__, inspect.isbuiltin([].append),
      inspect.ismethoddescriptor(str.join), inspect.isroutine([].__len__), inspect.isroutine(str.join))
items = []
print(items.append == items.append, items.append == [].append, hash(items.append) == hash(items.append), len == len,
      items.__len__ == items.__len__, str.join.__get__("a")("bc"), dict.__dict__["fromkeys"].__get__(None, dict)([1]))


class WithBuiltins:
    length = len
    upper = str.upper


print(WithBuiltins().length("abc"), WithBuiltins.upper("x"))
print(types.FunctionType.__module__, type(len).__module__, inspect.signature(str.join), inspect.signature("a".join))
for function in (len, str.join, [1].__len__, dict.fromkeys):
    try:
        function.attribute = 1
    except AttributeError as error:
        print(error)
    try:
        print(function.__module__)
    except AttributeError as error:
        print(error)
    try:
        type(function)()
    except TypeError as error:
        print(error)
    print(pickle.loads(pickle.dumps(function)) == function, copy.copy(function) is function)
