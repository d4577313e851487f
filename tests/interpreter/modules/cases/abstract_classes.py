import abc
from _abc import get_cache_token
from abc import ABC, ABCMeta, abstractmethod


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


class Shape(ABC):
    @abstractmethod
    def area(self):
        """The area."""

    @property
    @abstractmethod
    def name(self):
        """The name."""


class Named(Shape):
    name = "named"


class Square(Named):
    def area(self):
        return 4


attempt(Shape)
attempt(Named)
print(Square().area(), Square().name, sorted(Shape.__abstractmethods__), sorted(Named.__abstractmethods__))
print(Square.__abstractmethods__)
print(isinstance(Square(), Shape), issubclass(Square, Shape), issubclass(int, Shape), isinstance(3, Shape))


class Other:
    pass


class Below(Other):
    pass


before = get_cache_token()
print(isinstance(Other(), Shape), Shape.register(Other) is Other, isinstance(Other(), Shape))
print(issubclass(Below, Shape), issubclass(Below, Named))
print(get_cache_token() - before, Shape.register(Other) is Other, get_cache_token() - before)
attempt(Shape.register, 3)
attempt(Named.register, Shape)
attempt(issubclass, 3, Shape)
Named.register(dict)
print(issubclass(dict, Shape), isinstance({}, Shape), isinstance({}, Square))


class Sized(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, C):
        if cls is Sized:
            return any("__len__" in B.__dict__ for B in C.__mro__)
        return NotImplemented


class WithLength:
    def __len__(self):
        return 0


print(isinstance([], Sized), isinstance(3, Sized), issubclass(WithLength, Sized), isinstance(WithLength(), Sized))


class Liar:
    @property
    def __class__(self):
        return Square


print(isinstance(Liar(), Shape), isinstance(Liar(), Square))


class Late(ABC):
    @abstractmethod
    def f(self):
        pass


del Late.f
Late.f = lambda self: 1
abc.update_abstractmethods(Late)
print(Late().f(), Late.__abstractmethods__)
Late._abc_registry_clear()
Late._abc_caches_clear()


class SequenceLike(ABC):
    __abc_tpflags__ = 1 << 5


class Mine:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return [1, 2][i]


def kind(x):
    match x:
        case [_, _]:
            return "sequence"
        case {"a": 1}:
            return "mapping"
        case _:
            return "other"


print(kind(Mine()), "__abc_tpflags__" in SequenceLike.__dict__)
SequenceLike.register(Mine)
print(kind(Mine()))
