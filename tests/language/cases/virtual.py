"""Inheritance: virtual methods, super, abstract methods, isinstance, class-level constants that differ."""
from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Optional

from tests.language.opaque import an_int
from transform.rpython import checked_cast, class_name, same_class, unchecked_cast


class _Shape:
    SIDES = 0
    KIND: str = "shape"
    name: str

    def __init__(self, name: str) -> None:
        self.name = name

    def area(self) -> float:
        return 0.0

    def describe(self) -> str:
        return f"{self.name}:{self.area()}"

    def sides(self) -> int:
        return self.SIDES


class _Rectangle(_Shape):
    SIDES = 4
    KIND = "rectangle"
    width: float
    height: float

    def __init__(self, width: float, height: float) -> None:
        super().__init__("rectangle")
        self.width = width
        self.height = height

    def area(self) -> float:
        return self.width * self.height


class _Square(_Rectangle):
    KIND = "square"

    def __init__(self, side: float) -> None:
        super().__init__(side, side)
        self.name = "square"

    def describe(self) -> str:
        return "[" + super().describe() + "]"


class _Triangle(_Shape):
    SIDES = 3

    def area(self) -> float:
        return 1.5


def _shapes() -> list[_Shape]:
    return [_Shape("plain"), _Rectangle(2.0, 3.0), _Square(2.5), _Triangle("triangle")]


def virtual_calls() -> str:
    return " ".join([shape.describe() for shape in _shapes()])


def constants_overridden() -> str:
    return " ".join([f"{shape.SIDES}{shape.KIND}{shape.sides()}" for shape in _shapes()])


def constants_through_class() -> str:
    return f"{_Square.SIDES} {_Triangle.KIND} {_Square.KIND}"


def isinstance_table() -> str:
    result = ""
    for shape in _shapes():
        result += "S" if isinstance(shape, _Shape) else "-"
        result += "R" if isinstance(shape, _Rectangle) else "-"
        result += "Q" if isinstance(shape, _Square) else "-"
        result += "T" if isinstance(shape, _Triangle) else "-"
        result += " "
    return result


def isinstance_of_several() -> str:
    result = ""
    for shape in _shapes():
        result += "y" if isinstance(shape, (_Square, _Triangle)) else "n"
    return result


def isinstance_narrows() -> float:
    total = 0.0
    for shape in _shapes():
        if isinstance(shape, _Rectangle):
            total += shape.width
        elif isinstance(shape, _Triangle):
            total += 100.0
    return total


def isinstance_narrows_after_return() -> float:
    return _width(_Square(an_int(3) + 0.5)) + _width(_Triangle("t"))


def _width(shape: _Shape) -> float:
    if not isinstance(shape, _Rectangle):
        return -1.0
    return shape.width


def isinstance_narrows_in_and() -> str:
    result = ""
    for shape in _shapes():
        if isinstance(shape, _Rectangle) and shape.width > 2.2:
            result += shape.name
    return result


def isinstance_narrows_in_conditional() -> float:
    return sum([shape.height if isinstance(shape, _Rectangle) else 0.5 for shape in _shapes()])


def isinstance_of_optional() -> str:
    result = ""
    shapes: list[Optional[_Shape]] = [None, _Square(1.0)]
    for shape in shapes:
        result += shape.name if isinstance(shape, _Square) else "other"
    return result


def assertion_narrows() -> float:
    shape = _shapes()[an_int(1)]
    assert isinstance(shape, _Rectangle)
    return shape.height


class _Animal(ABC):
    @abstractmethod
    def sound(self) -> str:
        """What it says."""

    def twice(self) -> str:
        return self.sound() + self.sound()


class _Dog(_Animal):
    def sound(self) -> str:
        return "woof"


class _Puppy(_Dog):
    def sound(self) -> str:
        return "small " + super().sound()


class _Cat(_Animal):
    def sound(self) -> str:
        return "meow"

    def twice(self) -> str:
        return self.sound() + "!"


def abstract_methods() -> str:
    animals: list[_Animal] = [_Dog(), _Puppy(), _Cat()]
    return " ".join([animal.twice() for animal in animals])


class _Unfinished:
    def work(self) -> int:
        raise NotImplementedError

    def run(self) -> int:
        return self.work() + 1


class _Finished(_Unfinished):
    def work(self) -> int:
        return 41


def not_implemented() -> str:
    things = [_Unfinished(), _Finished()]
    result = ""
    for thing in things:
        try:
            result += str(thing.run()) + " "
        except NotImplementedError:
            result += "NotImplementedError "
    return result


class _Base:
    log: list[str]

    def __init__(self, log: list[str]) -> None:
        self.log = log
        self.log.append("base")
        self.prepare()

    def prepare(self) -> None:
        self.log.append("prepare base")


class _Middle(_Base):
    def __init__(self, log: list[str]) -> None:
        super().__init__(log)
        self.log.append("middle")


class _Derived(_Middle):
    extra: int

    def __init__(self, log: list[str]) -> None:
        self.extra = 7
        super().__init__(log)
        self.log.append("derived")

    def prepare(self) -> None:
        self.log.append(f"prepare derived {self.extra}")
        super().prepare()


def constructors_in_order() -> str:
    log: list[str] = []
    _Derived(log)
    return ", ".join(log)


def inherited_constructor() -> str:
    log: list[str] = []
    _Middle(log)
    return ", ".join(log)


def explicit_base_call() -> str:
    return _Shape.describe(_Square(2.0)) + str(_Shape.area(_Square(2.0)))


class _A:
    def who(self) -> str:
        return "A"

    def call(self) -> str:
        return self.who()


class _B(_A):
    pass


class _C(_B):
    def who(self) -> str:
        return "C" + super().who()


class _D(_C):
    def call(self) -> str:
        return "D" + super().call()


def deep_hierarchy() -> str:
    things: list[_A] = [_A(), _B(), _C(), _D()]
    return " ".join([thing.call() for thing in things])


def methods_with_defaults() -> str:
    things: list[_Greeter] = [_Greeter(), _PoliteGreeter()]
    return " ".join([thing.greet() + thing.greet("you") + thing.greet(mark="?") for thing in things])


class _Greeter:
    def greet(self, name: str = "all", mark: str = "!") -> str:
        return "hi " + name + mark


class _PoliteGreeter(_Greeter):
    def greet(self, name: str = "all", mark: str = "!") -> str:
        return "dear " + name + mark


def virtual_method_that_raises() -> str:
    operations: list[_Operation] = [_Half(), _Inverse()]
    result = ""
    for operation in operations:
        for x in [10, 0]:
            try:
                result += f"{operation.apply(x)} "
            except ZeroDivisionError:
                result += "error "
    return result


class _Operation:
    def apply(self, x: int) -> int:
        raise NotImplementedError


class _Half(_Operation):
    def apply(self, x: int) -> int:
        return x // 2


class _Inverse(_Operation):
    def apply(self, x: int) -> int:
        return 100 // x


def virtual_results_of_all_kinds() -> str:
    things: list[_Results] = [_Results(), _OtherResults()]
    result = ""
    for thing in things:
        number, text = thing.pair()
        other = thing.maybe()
        result += (f"{thing.integer()} {thing.real()} {thing.truth()} {thing.text()} {number}{text} "
                   f"{'none' if other is None else other.text()} ")
        thing.nothing()
    return result


class _Results:
    def integer(self) -> int:
        return -113

    def real(self) -> float:
        return -113.0

    def truth(self) -> bool:
        return False

    def text(self) -> str:
        return "text"

    def pair(self) -> tuple[int, str]:
        return -113, "p"

    def maybe(self) -> Optional[_Results]:
        return None

    def nothing(self) -> None:
        pass


class _OtherResults(_Results):
    def integer(self) -> int:
        return 143

    def real(self) -> float:
        return 0.5

    def truth(self) -> bool:
        return True

    def text(self) -> str:
        return "other"

    def pair(self) -> tuple[int, str]:
        return 1, "q"

    def maybe(self) -> Optional[_Results]:
        return _Results()


def covariant_result() -> str:
    makers: list[_Maker] = [_Maker(), _SquareMaker()]
    square = _SquareMaker().make()
    return " ".join([maker.make().describe() for maker in makers]) + str(square.width)


class _Maker:
    def make(self) -> _Shape:
        return _Shape("made")


class _SquareMaker(_Maker):
    def make(self) -> _Square:
        return _Square(1.0)


def class_names() -> str:
    return " ".join([class_name(shape) for shape in _shapes()])


def same_classes() -> str:
    shapes = _shapes()
    return f"{same_class(shapes[1], shapes[2])} {same_class(shapes[2], _Square(9.0))}"


def casts() -> float:
    shape = _shapes()[an_int(2)]
    return checked_cast(_Rectangle, shape).width + unchecked_cast(_Square, shape).height


def join_to_common_base() -> str:
    shape = _Square(1.0) if an_int(1) > 0 else _Triangle("t")
    return shape.describe()


def expression_evaluator() -> int:
    tree = _Add(_Number(an_int(2)), _Multiply(_Number(3), _Add(_Number(4), _Number(5))))
    return tree.evaluate()


class _Expression:
    def evaluate(self) -> int:
        raise NotImplementedError


class _Number(_Expression):
    value: int

    def __init__(self, value: int) -> None:
        self.value = value

    def evaluate(self) -> int:
        return self.value


class _Binary(_Expression):
    left: _Expression
    right: _Expression

    def __init__(self, left: _Expression, right: _Expression) -> None:
        self.left = left
        self.right = right


class _Add(_Binary):
    def evaluate(self) -> int:
        return self.left.evaluate() + self.right.evaluate()


class _Multiply(_Binary):
    def evaluate(self) -> int:
        return self.left.evaluate() * self.right.evaluate()


def property_that_calls_virtual_method() -> str:
    things: list[_Named] = [_Named(), _Titled()]
    return " ".join([thing.title for thing in things])


class _Named:
    @property
    def title(self) -> str:
        return self.prefix() + "name"

    def prefix(self) -> str:
        return ""


class _Titled(_Named):
    def prefix(self) -> str:
        return "sir "


def virtual_operators() -> str:
    things: list[_Magnitude] = [_Magnitude(1), _Reversed(5), _Magnitude(3)]
    best = things[0]
    for thing in things:
        if thing > best:
            best = thing
    return f"{best.size} {things[1] > things[0]} {things[2] > things[1]}"


class _Magnitude:
    size: int

    def __init__(self, size: int) -> None:
        self.size = size

    def __gt__(self, other: _Magnitude) -> bool:
        return self.size > other.size


class _Reversed(_Magnitude):
    def __gt__(self, other: _Magnitude) -> bool:
        return self.size < other.size


class _Root:
    def __init__(self) -> None:
        self.path = "root"

    path: str

    def describe(self) -> str:
        return "root"


class _Branch(_Root):
    depth: int

    def __init__(self, depth: int) -> None:
        super().__init__()
        self.depth = depth

    def describe(self) -> str:
        return f"branch({super().describe()})"


class _Twig(_Branch):
    def describe(self) -> str:
        return f"twig({super().describe()})"


class _Leaf(_Branch):
    def describe(self) -> str:
        return f"leaf({super().describe()})"


class _Stone(_Root):
    pass


_PLANTS = (_Twig, _Leaf)


def isinstance_narrows_to_common_base() -> str:
    """A tuple of classes, written out or as a constant, narrows to what they have in common."""
    result = ""
    for thing in [_Twig(an_int(1)), _Stone(), _Leaf(2), _Root()]:
        if isinstance(thing, (_Twig, _Leaf)):
            result += f"{thing.depth} "
        if isinstance(thing, _PLANTS):
            result += f"{thing.depth} "
        if not isinstance(thing, (_Branch, _Stone)):
            result += "none "
    return result


def super_chains() -> str:
    things: list[_Root] = [_Twig(1), _Leaf(2), _Stone()]
    return " ".join([thing.describe() for thing in things])


class _Renamed(_Twig):
    def describe(self) -> str:
        return f"other({super().describe()})"


_Renamed.__qualname__ = _Renamed.__name__ = "_Twig"


def super_with_equal_names() -> str:
    return _Renamed(3).describe()
