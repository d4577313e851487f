"""The special methods that protocols look for on types, numbered.

Each type has them in one table (`Type.slots`), inherited ones too, so an operator costs a load instead of a look-up by name."""
from __future__ import annotations

BINARY = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "lshift", "rshift", "and", "or", "xor"]
"""In the order of the operations `Op.ADD` ... `Op.XOR`."""

NAMES: list[str] = [
    *[f"__{name}__" for name in BINARY],
    *[f"__r{name}__" for name in BINARY],
    *[f"__i{name}__" for name in BINARY],
    "__divmod__", "__rdivmod__",
    "__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__",
    "__neg__", "__pos__", "__invert__", "__abs__", "__bool__", "__int__", "__float__", "__complex__", "__index__",
    "__round__", "__trunc__", "__floor__", "__ceil__",
    "__len__", "__length_hint__", "__getitem__", "__setitem__", "__delitem__", "__contains__", "__iter__", "__next__", "__reversed__",
    "__missing__", "__hash__", "__repr__", "__str__", "__format__", "__bytes__",
    "__getattribute__", "__getattr__", "__setattr__", "__delattr__", "__dir__",
    "__get__", "__set__", "__delete__", "__set_name__",
    "__call__", "__new__", "__init__", "__del__", "__init_subclass__", "__class_getitem__", "__prepare__", "__mro_entries__",
    "__instancecheck__", "__subclasscheck__", "__subclasshook__",
    "__enter__", "__exit__", "__aenter__", "__aexit__", "__await__", "__aiter__", "__anext__",
    "__reduce__", "__reduce_ex__", "__copy__", "__deepcopy__", "__fspath__", "__sizeof__",
]

COUNT = len(NAMES)

INDEX: dict[str, int] = {name: i for i, name in enumerate(NAMES)}
"""The number of each special name."""


class Slot:
    """The numbers as constants: ``Slot.ADD`` is that of ``__add__``."""
    ADD, SUB, MUL, TRUEDIV, FLOORDIV, MOD, POW, MATMUL, LSHIFT, RSHIFT, AND, OR, XOR = range(13)
    RADD, RSUB, RMUL, RTRUEDIV, RFLOORDIV, RMOD, RPOW, RMATMUL, RLSHIFT, RRSHIFT, RAND, ROR, RXOR = range(13, 26)
    IADD, ISUB, IMUL, ITRUEDIV, IFLOORDIV, IMOD, IPOW, IMATMUL, ILSHIFT, IRSHIFT, IAND, IOR, IXOR = range(26, 39)
    DIVMOD, RDIVMOD = range(39, 41)
    LT, LE, EQ, NE, GT, GE = range(41, 47)
    NEG, POS, INVERT, ABS, BOOL, INT, FLOAT, COMPLEX, INDEX, ROUND, TRUNC, FLOOR, CEIL = range(47, 60)
    (LEN, LENGTH_HINT, GETITEM, SETITEM, DELITEM, CONTAINS, ITER, NEXT, REVERSED,
     MISSING, HASH, REPR, STR, FORMAT, BYTES) = range(60, 75)
    GETATTRIBUTE, GETATTR, SETATTR, DELATTR, DIR = range(75, 80)
    GET, SET, DELETE, SET_NAME = range(80, 84)
    CALL, NEW, INIT, DEL, INIT_SUBCLASS, CLASS_GETITEM, PREPARE, MRO_ENTRIES = range(84, 92)
    INSTANCECHECK, SUBCLASSCHECK, SUBCLASSHOOK = range(92, 95)
    ENTER, EXIT, AENTER, AEXIT, AWAIT, AITER, ANEXT = range(95, 102)
    REDUCE, REDUCE_EX, COPY, DEEPCOPY, FSPATH, SIZEOF = range(102, 108)


for _name, _number in list(vars(Slot).items()):
    if not _name.startswith("_"):
        assert NAMES[_number].strip("_").upper() == _name, f"{_name}: the order of Slot is not that of NAMES"
assert COUNT == Slot.SIZEOF + 1

REFLECTED = Slot.RADD - Slot.ADD
"""From the slot of an operator to that of its reflected form."""

INPLACE = Slot.IADD - Slot.ADD
"""From the slot of an operator to that of its in-place form."""
