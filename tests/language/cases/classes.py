"""Classes: fields, methods, constructors, properties, static methods, operators as methods."""
from __future__ import annotations

from typing import ClassVar, Optional

from tests.language.opaque import a_float, a_str, an_int


class _Point:
    x: int
    y: int

    def __init__(self, x: int, y: int = 0) -> None:
        self.x = x
        self.y = y

    def sum(self) -> int:
        return self.x + self.y

    def moved(self, dx: int) -> _Point:
        return _Point(self.x + dx, self.y)

    def move(self, dx: int, dy: int) -> None:
        self.x += dx
        self.y += dy


def fields() -> int:
    p = _Point(an_int(3), 4)
    return p.x * 10 + p.y


def field_assignment() -> int:
    p = _Point(1, 2)
    p.x = an_int(10)
    p.y += 5
    return p.sum()


def method_call() -> int:
    return _Point(an_int(3), 4).sum()


def method_that_changes() -> int:
    p = _Point(1, 2)
    p.move(10, 20)
    return p.x * 100 + p.y


def method_chain() -> int:
    return _Point(1).moved(2).moved(an_int(3)).x


def default_in_constructor() -> int:
    return _Point(an_int(5)).sum()


def keywords_in_constructor() -> int:
    p = _Point(y=an_int(1), x=2)
    return p.x * 10 + p.y


def identity() -> str:
    a = _Point(1, 2)
    b = a
    c = _Point(1, 2)
    return f"{a is b} {a is c} {a is not c} {a == b} {a == c} {a != c}"


def aliasing() -> int:
    a = _Point(1, 2)
    b = a
    b.x = 100
    return a.x


def evaluation_order_of_augmented_field() -> str:
    log: list[str] = []
    _logged(log, "object").x += _logged(log, "value").y
    return ",".join(log)


def _logged(log: list[str], what: str) -> _Point:
    log.append(what)
    return _Point(1, 2)


class _Node:
    value: int
    next: Optional[_Node]

    def __init__(self, value: int, next: Optional[_Node]) -> None:
        self.value = value
        self.next = next


def linked_list() -> int:
    head: Optional[_Node] = None
    for i in range(5):
        head = _Node(i, head)
    total = 0
    node = head
    while node is not None:
        total = total * 10 + node.value
        node = node.next
    return total


def cyclic_structure() -> int:
    a = _Node(1, None)
    b = _Node(2, a)
    a.next = b
    total = 0
    node: Optional[_Node] = a
    for _ in range(5):
        if node is not None:
            total = total * 10 + node.value
            node = node.next
    return total


class _Tree:
    key: int
    left: Optional[_Tree]
    right: Optional[_Tree]

    def __init__(self, key: int) -> None:
        self.key = key
        self.left = None
        self.right = None

    def insert(self, key: int) -> None:
        if key < self.key:
            left = self.left
            if left is None:
                self.left = _Tree(key)
            else:
                left.insert(key)
        elif key > self.key:
            right = self.right
            if right is None:
                self.right = _Tree(key)
            else:
                right.insert(key)

    def collect(self, into: list[int]) -> None:
        if self.left is not None:
            self.left.collect(into)
        into.append(self.key)
        if self.right is not None:
            self.right.collect(into)


def search_tree() -> str:
    tree = _Tree(50)
    x = 7
    for _ in range(20):
        x = x * 37 % 101
        tree.insert(x)
    keys: list[int] = []
    tree.collect(keys)
    return " ".join([str(key) for key in keys])


class _Counter:
    LIMIT = 3
    STEP: ClassVar[int] = 2
    count: int = 0
    name: str = "counter"

    def advance(self) -> bool:
        if self.count >= self.LIMIT * self.STEP:
            return False
        self.count += self.STEP
        return True


def class_constants() -> int:
    return _Counter.LIMIT * 10 + _Counter.STEP


def class_constants_through_instance() -> int:
    c = _Counter()
    steps = 0
    while c.advance():
        steps += 1
    return steps * 100 + c.count


def fields_with_class_defaults() -> str:
    a = _Counter()
    b = _Counter()
    a.count = an_int(5)
    a.name = "changed"
    return f"{a.count} {a.name} {b.count} {b.name}"


class _Empty:
    pass


def class_without_anything() -> bool:
    return _Empty() is not _Empty()


class _Temperature:
    celsius: float

    def __init__(self, celsius: float) -> None:
        self.celsius = celsius

    @property
    def fahrenheit(self) -> float:
        return self.celsius * 1.8 + 32.0

    @fahrenheit.setter
    def fahrenheit(self, value: float) -> None:
        self.celsius = (value - 32.0) / 1.8

    @staticmethod
    def freezing() -> float:
        return 0.0

    @staticmethod
    def of_kelvin(kelvin: float) -> _Temperature:
        return _Temperature(kelvin - 273.0)


def property_read() -> float:
    return _Temperature(a_float(100.0)).fahrenheit


def property_written() -> float:
    t = _Temperature(0.0)
    t.fahrenheit = a_float(212.0)
    return t.celsius


def static_method() -> float:
    return _Temperature.freezing() + _Temperature.of_kelvin(a_float(300.0)).celsius


def static_method_through_instance() -> float:
    return _Temperature(1.0).freezing()


class _Vector:
    x: int
    y: int

    def __init__(self, x: int, y: int) -> None:
        self.x = x
        self.y = y

    def __add__(self, other: _Vector) -> _Vector:
        return _Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other: _Vector) -> _Vector:
        return _Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor: int) -> _Vector:
        return _Vector(self.x * factor, self.y * factor)

    def __neg__(self) -> _Vector:
        return _Vector(-self.x, -self.y)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Vector) and self.x == other.x and self.y == other.y

    def __lt__(self, other: _Vector) -> bool:
        return self.x * self.x + self.y * self.y < other.x * other.x + other.y * other.y

    def __abs__(self) -> int:
        return abs(self.x) + abs(self.y)

    def __getitem__(self, i: int) -> int:
        if i == 0:
            return self.x
        if i == 1:
            return self.y
        raise IndexError("a vector has two items")

    def __setitem__(self, i: int, value: int) -> None:
        if i == 0:
            self.x = value
        else:
            self.y = value

    def __len__(self) -> int:
        return 2

    def __contains__(self, value: int) -> bool:
        return self.x == value or self.y == value

    def __call__(self, factor: int) -> int:
        return (self.x + self.y) * factor

    def __str__(self) -> str:
        return f"<{self.x}, {self.y}>"

    def __hash__(self) -> int:
        return self.x * 1000003 ^ self.y


def operator_methods() -> str:
    a = _Vector(an_int(1), 2)
    b = _Vector(3, 4)
    return str(a + b) + str(a - b) + str(a * 3) + str(-a)


def comparison_methods() -> str:
    a = _Vector(1, 2)
    return f"{a == _Vector(1, an_int(2))} {a != _Vector(1, 2)} {a == _Vector(2, 1)} {a < _Vector(2, 2)}"


def subscript_methods() -> str:
    v = _Vector(5, 6)
    v[an_int(0)] = 50
    v[1] += 1
    return f"{v[0]} {v[1]} {len(v)}"


def subscript_method_that_raises() -> str:
    try:
        return str(_Vector(1, 2)[an_int(2)])
    except IndexError as error:
        return str(error)


def containment_method() -> str:
    v = _Vector(5, 6)
    return f"{an_int(5) in v} {an_int(7) in v} {an_int(7) not in v}"


def call_method() -> int:
    v = _Vector(5, 6)
    return v(an_int(10))


def str_method() -> str:
    v = _Vector(1, an_int(2))
    return str(v) + f" {v}"


def abs_method() -> int:
    return abs(_Vector(-3, an_int(4)))


def hash_method() -> bool:
    return hash(_Vector(1, 2)) == hash(_Vector(an_int(1), 2))


class _Countdown:
    n: int

    def __init__(self, n: int) -> None:
        self.n = n

    def __iter__(self) -> _Countdown:
        return self

    def __next__(self) -> int:
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


class _Bag:
    items: list[str]

    def __init__(self) -> None:
        self.items = []

    def add(self, item: str) -> _Bag:
        self.items.append(item)
        return self

    def __iter__(self) -> _BagIterator:
        return _BagIterator(self)


class _BagIterator:
    bag: _Bag
    position: int

    def __init__(self, bag: _Bag) -> None:
        self.bag = bag
        self.position = 0

    def __iter__(self) -> _BagIterator:
        return self

    def __next__(self) -> str:
        if self.position >= len(self.bag.items):
            raise StopIteration
        self.position += 1
        return self.bag.items[self.position - 1]


def iterator_of_itself() -> int:
    total = 0
    for n in _Countdown(an_int(4)):
        total = total * 10 + n
    return total


def iterator_class() -> str:
    result = ""
    for item in _Bag().add("a").add("b").add("c"):
        result += item
    return result


def nested_iterators() -> int:
    bag = _Bag().add("a").add("bb")
    total = 0
    for x in bag:
        for y in bag:
            total += len(x) * len(y)
    return total


def comprehension_over_iterator() -> str:
    return "+".join([item * 2 for item in _Bag().add("x").add("y")])


class _Account:
    balance: int
    history: list[str]

    def __init__(self) -> None:
        self.balance = 0
        self.history = []

    def deposit(self, amount: int) -> None:
        self.balance += amount
        self.history.append(f"+{amount}")

    def withdraw(self, amount: int) -> None:
        if amount > self.balance:
            raise ValueError(f"only {self.balance}")
        self.balance -= amount
        self.history.append(f"-{amount}")


def object_with_list() -> str:
    account = _Account()
    account.deposit(100)
    account.withdraw(an_int(30))
    try:
        account.withdraw(an_int(80))
    except ValueError as error:
        account.history.append(str(error))
    return " ".join(account.history)


def two_objects_do_not_share() -> str:
    a = _Account()
    b = _Account()
    a.deposit(1)
    return f"{len(a.history)} {len(b.history)}"


class _Lazy:
    computed: bool
    value: int

    def __init__(self) -> None:
        self.computed = False

    def get(self) -> int:
        if not self.computed:
            self.value = an_int(42)
            self.computed = True
        return self.value


def field_assigned_late() -> int:
    return _Lazy().get()


class _Kinds:
    i: int
    f: float
    b: bool
    s: str
    d: bytes
    items: list[int]
    table: dict[str, int]
    pair: tuple[int, float]
    other: Optional[_Kinds]

    def __init__(self, other: Optional[_Kinds]) -> None:
        self.i = 1
        self.f = 2.5
        self.b = True
        self.s = "s"
        self.d = b"d"
        self.items = [1]
        self.table = {"k": 7}
        self.pair = (3, 4.5)
        self.other = other


def fields_of_all_kinds() -> str:
    k = _Kinds(_Kinds(None))
    other = k.other
    if other is None:
        return "none"
    other.i = an_int(9)
    other.s = a_str("t")
    return (f"{k.i} {k.f} {k.b} {k.s} {k.d.decode()} {k.items[0]} {k.table['k']} {k.pair[1]} "
            f"{other.i} {other.s} {other.other is None}")


def private_names() -> int:
    return _WithPrivate(an_int(4)).double()


class _WithPrivate:
    __secret: int

    def __init__(self, secret: int) -> None:
        self.__secret = secret

    def double(self) -> int:
        return self.__secret * 2


def reversed_operator() -> str:
    return str(2 * _Scaled(an_int(21)))


class _Scaled:
    value: int

    def __init__(self, value: int) -> None:
        self.value = value

    def __rmul__(self, factor: int) -> _Scaled:
        return _Scaled(self.value * factor)

    def __str__(self) -> str:
        return f"scaled {self.value}"


def in_place_operator() -> str:
    a = _Sum(1)
    b = a
    a += an_int(5)
    return f"{a.total} {a is b}"


class _Sum:
    total: int

    def __init__(self, total: int) -> None:
        self.total = total

    def __iadd__(self, x: int) -> _Sum:
        self.total += x
        return self
