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
