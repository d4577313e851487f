"""Threaded dispatch for the loops of interpreters.

The loop fetches an instruction and switches on its operation. With one switch, one indirect jump of the machine
leads to all operations, which processors predict badly. So each way back to the top of such a loop gets a copy of
the fetch, which jumps on through a table of the switch's labels:

        static const void *const targets[] = {&&op_0, &&op_1, [2 ... 255] = &&op_default};
        for (;;) {
            instruction = code[pc++];
            switch (instruction & 255) {
                case 0: op_0: {
                    ...
                    instruction = code[pc++];
                    rt_dispatch(targets[instruction & 255]);
                }
"""
from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from itertools import groupby

from transform.c.body import INDENT
from transform.c.nesting import Nesting
from transform.ir.graph import Constant, Switch, Value
from transform.ir.types import IntType

_MIN_CASES = 8
_MIN_WAYS = 4  # back to the top
_MAX_STATEMENTS = 6  # before the switch
_MAX_TABLE = 1024
_MAX_SPARSENESS = 4  # entries of the table for each case


def is_worth_it(exit: Switch, statements: int, ways: int) -> bool:
    """Whether a loop gets threaded dispatch that starts with so many statements and a switch, and has so many ways
    back."""
    if statements > _MAX_STATEMENTS or ways < _MIN_WAYS:
        return False
    values = [value for value, _ in exit.cases]
    return (len(values) >= _MIN_CASES and min(values) >= 0
            and max(values) < min(_MAX_TABLE, _MAX_SPARSENESS * len(values)))


class Dispatch:
    """The table of one switch. ``cases`` are the values that lead to each (none: the default), ``table`` is its C
    name, ``label`` gives labels."""

    def __init__(self, exit: Switch, cases: Iterable[tuple[int, ...]], nesting: Nesting, table: str,
                 label: Callable[[str], str]) -> None:
        size = max(value for value, _ in exit.cases) + 1
        bound = _bound(exit.value, nesting)
        fits = bound is not None and size <= bound <= _MAX_TABLE
        self._table = table
        self._size = bound if fits and bound is not None and exit.default is not None else size
        self._checked = exit.default is not None and not fits
        self._label_of: dict[int, str] = {}
        for values in cases:
            if values:
                self._label_of.update(dict.fromkeys(values, label(f"op_{values[0]}")))
        has_holes = len(self._label_of) < self._size
        self._default = label("op_default") if exit.default is not None and (self._checked or has_holes) else None

    def case_label(self, values: tuple[int, ...]) -> str | None:
        """The label of a case (of the default: no values); None where the table does not lead to it."""
        return self._label_of[values[0]] if values else self._default

    def declaration(self) -> list[str]:
        """The definition of the table."""
        entries = []
        following = 0  # the number of an entry that does not say its number
        for label, numbers in groupby(range(self._size), lambda number: self._label_of.get(number, self._default)):
            first, *rest = numbers
            if label is not None:
                place = f"[{first} ... {rest[-1]}] = " if rest else "" if first == following else f"[{first}] = "
                entries.append(f"{place}&&{label}")
                following = first + len(rest) + 1
        text = f"static const void *const {self._table}[] = {{{', '.join(entries)}}};"
        return textwrap.wrap(text, 110, initial_indent=INDENT, subsequent_indent=2 * INDENT, break_long_words=False)

    def jump(self, value: str) -> list[str]:
        """The statements that go to the case for ``value``."""
        lines = [f"rt_dispatch({self._table}[{value}]);"]
        if self._checked:
            lines.insert(0, f"if (rt_unlikely((uint64_t)({value}) >= {self._size})) goto {self._default};")
        return lines


def _bound(value: Value, nesting: Nesting) -> int | None:
    """What an integer is surely below, and not negative either."""
    value = nesting.resolve(value)
    assert isinstance(value.type, IntType)
    op = nesting.nested.get(value)  # type: ignore[call-overload]
    if op is not None and op.opdef.name == "int_and":
        masks = [arg.value for arg in op.args if isinstance(arg, Constant) and arg.value >= 0]
        if masks:
            return int(min(masks)) + 1
    return None if value.type.signed else 1 << value.type.bits
