# isinstance and issubclass by __bases__ and __class__; orders that metaclasses say; errors of __set_name__; documentation of properties.
import sys


class Like:
    def __init__(self, *bases): self.__bases__ = bases

base = Like()
derived = Like(Like(base), Like())
print(issubclass(derived, base), issubclass(base, derived), issubclass(derived, (int, base)))

class Claims:
    __class__ = property(lambda self: derived)

print(isinstance(Claims(), base), isinstance(Claims(), derived), isinstance(1, base))
for function, first, second in ((issubclass, 1, int), (issubclass, int, 1), (isinstance, 1, 1)):
    try:
        function(first, second)
    except TypeError as error:
        print(error)
nested = int
for i in range(sys.getrecursionlimit() + 10):
    nested = (nested,)
try:
    isinstance("", nested)
except RecursionError as error:
    print(error)

class Ordered(type):
    def mro(cls): return [cls, Mixed, object]

class Mixed: attribute = "mixed"
class Made(metaclass=Ordered): pass
print(Made.attribute, [c.__name__ for c in Made.__mro__])

class Refuses:
    def __set_name__(self, owner, name): 1 / 0

try:
    class Owner: attribute = Refuses()
except RuntimeError as error:
    print(error, repr(error.__cause__))

class Documented(property): "of the class"
class User:
    @Documented
    def attribute(self): "of the getter"
    @attribute.getter
    def attribute(self): "of the other getter"
print(User.attribute.__doc__, User.__dict__["attribute"].__isabstractmethod__)

x = {}
x["x"] = x
y = {}
y["x"] = y
try:
    x == y
except RecursionError as error:
    print(error)


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


# A string of a class of its own compares and hashes as the class says.
class CaselessText(str):
    def __init__(self, value):
        self.hash = hash(value.lower())

    def __eq__(self, other):
        return self.lower() == other.lower() if isinstance(other, str) else NotImplemented

    def __hash__(self):
        return self.hash


caseless = {CaselessText("ONE"): 1, CaselessText("two"): 2}
print(caseless[CaselessText("one")], caseless[CaselessText("tWo")], CaselessText("ONE") in caseless, caseless.get(CaselessText("three")),
      CaselessText("a") == CaselessText("A"), CaselessText("A") in [CaselessText("a")])


# A descriptor that cannot be read leaves that to the instance.
class OnlySet:
    def __set__(self, instance, value):
        instance.__dict__["x"] = value + 1


class HasOnlySet:
    x = OnlySet()


only_set = HasOnlySet()
for i in range(3):
    print(type(only_set.x).__name__)
    only_set.x = i


# What an object says of its class counts for isinstance.
class Proxy:
    def __init__(self, target):
        self.__target = target

    def __getattribute__(self, name):
        return object.__getattribute__(self, name) if name.startswith("_Proxy__") else getattr(self.__target, name)


print(isinstance(Proxy(only_set), HasOnlySet), isinstance(Proxy(1), (str, int)), isinstance(Proxy(1), str))


# What guards types and classes.
class MetaWithSetattr(type):
    def __setattr__(cls, name, value):
        object.__setattr__(cls, name, value)


class Guarded(metaclass=MetaWithSetattr):
    """doc"""


attempt(lambda: setattr(Guarded, "x", 1))
attempt(lambda: object.__setattr__(str, "x", 1))
for name in ("__doc__", "__module__", "__name__", "__qualname__", "__bases__", "__abstractmethods__"):
    attempt(lambda: type.__delattr__(HasOnlySet, name))
for name in ("a b", "", "1", "a\0b", "abc\udc80", 1):
    attempt(lambda: type("Slotted", (), {"__slots__": (name,)}))
