"""Type ids: where each class's virtual table lies in the one region of them.

The id of a class is the offset of its table. Tables stand in preorder of the class tree, so a class and all below
it are one range of ids, and isinstance is one subtraction and one comparison.
"""
from __future__ import annotations

from collections.abc import Iterable

from transform.ir.types import BOOL, ClassType, FloatType, IntType, TupleType, Type

TYPE_SIZE = 40  # of rt_type in rt.h
REGION_START = 8  # no class has the id 0, so that a zeroed header is recognised as no object


def value_size(type: Type) -> tuple[int, int]:
    """Size and alignment of a value in C."""
    if type is BOOL:
        return 1, 1
    if isinstance(type, (IntType, FloatType)):
        return type.bits // 8, type.bits // 8
    if isinstance(type, TupleType):
        size, align = 0, 1
        for item in type.items:
            item_size, item_align = value_size(item)
            size = -(-size // item_align) * item_align + item_size
            align = max(align, item_align)
        return -(-size // align) * align, align
    return 8, 8


class Layout:
    """Numbers the classes of a program.

    classes   all, in preorder
    first     the type id of each
    size      bytes of the tables of each and of all below it
    """

    def __init__(self, classes: Iterable[ClassType]) -> None:
        wanted = set(classes)
        for cls in list(wanted):
            while cls.base is not None and cls.base not in wanted:
                cls = cls.base
                wanted.add(cls)
        self.classes: list[ClassType] = []
        self.first: dict[ClassType, int] = {}
        self.size: dict[ClassType, int] = {}
        offset = REGION_START
        roots = sorted((cls for cls in wanted if cls.base is None), key=lambda cls: cls.name)
        stack: list[tuple[ClassType, bool]] = [(cls, False) for cls in reversed(roots)]
        while stack:
            cls, leaving = stack.pop()
            if leaving:
                self.size[cls] = offset - self.first[cls]
                continue
            self.classes.append(cls)
            self.first[cls] = offset
            offset += self._table_size(cls)
            stack.append((cls, True))
            stack += [(sub, False) for sub in reversed(cls.subclasses) if sub in wanted]
        self.total = offset
        self._with_immediates: set[ClassType] = set()
        self.immediates: dict[str, ClassType] = {}
        for cls in self.classes:
            if cls.immediate is not None:
                self.immediates[cls.immediate] = cls
                above: ClassType | None = cls
                while above is not None:
                    self._with_immediates.add(above)
                    above = above.base

    def _table_size(self, cls: ClassType) -> int:
        return TYPE_SIZE + sum(-(-value_size(slot.type)[0] // 8) * 8 for slot in cls.all_slots())

    def has_immediates(self, cls: ClassType) -> bool:
        """Whether a reference to this class may hold an immediate."""
        return cls in self._with_immediates

    def is_leaf(self, cls: ClassType) -> bool:
        """Whether no class of the program is below this one."""
        return self.size[cls] == self._table_size(cls)
