import attr
import attrs


@attrs.define
class Point:
    x: int = attrs.field(validator=attrs.validators.instance_of(int))
    names: list = attrs.Factory(list)


@attr.s(frozen=True, slots=True, order=True, hash=True)
class Frozen:
    a = attr.ib(converter=int)
    b = attr.ib(default=3, kw_only=True)


print(Point(1), Point(1) == Point(1), attrs.asdict(Point(2, [1])), attrs.evolve(Point(1), x=5))
try:
    Point("a")
except TypeError as error:
    print(error.args[0])
frozen = Frozen("5")
print(frozen, hash(frozen) == hash(Frozen(5)), Frozen(1) < Frozen(2), attr.fields(Frozen).a.name)
try:
    frozen.a = 1
except attr.exceptions.FrozenInstanceError as error:
    print(type(error))
