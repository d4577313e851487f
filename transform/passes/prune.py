"""Removal of functions that nothing can call any more.

Inlining leaves behind functions whose every call was replaced. They would cost analysis and
compile time in everything that follows. What is kept is what the entry, exported functions,
virtual tables of classes with instances, and the static data reach.
"""
from __future__ import annotations

from typing import Any, Iterable, Iterator

from transform.ir.graph import Constant, Function, Program, Value
from transform.ir.types import Prebuilt


def run(program: Program) -> None:
    """Drops the unreachable functions from the program and from virtual tables that no
    instance uses."""
    reached = reachable_functions(program)
    if len(reached) == len(program.functions):
        return
    program.functions = [function for function in program.functions if function in reached]
    for cls in program.classes:
        if not cls.instantiated:
            cls.vtable = {slot: filler for slot, filler in cls.vtable.items()
                          if not isinstance(filler, Function) or filler in reached}


def reachable_functions(program: Program) -> set[Function]:
    data = DataWalk()
    reached: set[Function] = set()
    work = [program.entry, *(f for f in program.functions if f.export is not None)]
    work.extend(data.functions_in(program.exceptions.values()))
    for cls in program.classes:
        if cls.instantiated:
            work.extend(data.functions_in(cls.vtable.values()))
    while work:
        function = work.pop()
        if function in reached:
            continue
        reached.add(function)
        work.extend(function.resumed_by)
        if function.graph is not None:
            for block in function.graph.blocks():
                for op in block.ops:
                    if isinstance(op.static, Function):
                        work.append(op.static)
            work.extend(data.functions_in(constant.value for constant in constants(function)))
    return reached


def used_as_values(program: Program) -> set[Function]:
    """The functions that can be called otherwise than by `call`: the entry, exported ones,
    methods in virtual tables, those that are entered again by the resume loop, and those whose
    address is taken in code or data."""
    data = DataWalk()
    used = {program.entry, *(f for f in program.functions if f.export is not None)}
    used.update(data.functions_in(program.exceptions.values()))
    for cls in program.classes:
        used.update(data.functions_in(cls.vtable.values()))
    for function in program.functions:
        if function.resumed_by:
            used.update((function, *function.resumed_by))
        if function.graph is not None:
            for block in function.graph.blocks():
                used.update(op.static for op in block.ops if op.opdef.name == "code_address")
            used.update(data.functions_in(constant.value for constant in constants(function)))
    return used


def constants(function: Function) -> Iterator[Constant]:
    """The constants in a function's graph that may hold functions or objects."""
    assert function.graph is not None
    for block in function.graph.blocks():
        for op in block.ops:
            yield from _with_data(op.args)
        yield from _with_data(block.exit.values())
        for link in block.links():
            yield from _with_data(link.args)


def _with_data(values: Iterable[Value]) -> Iterator[Constant]:
    for value in values:
        if isinstance(value, Constant) and isinstance(value.value, (Prebuilt, Function, tuple)):
            yield value


class DataWalk:
    """Finds functions in plain values. Each prebuilt object is looked at once, so data that
    was reached before gives nothing."""

    def __init__(self) -> None:
        self.seen: set[Prebuilt] = set()

    def functions_in(self, values: Iterable[Any]) -> list[Function]:
        found: list[Function] = []
        work = list(values)
        while work:
            value = work.pop()
            if isinstance(value, Function):
                found.append(value)
            elif isinstance(value, tuple):
                work.extend(value)
            elif isinstance(value, Prebuilt) and value not in self.seen:
                self.seen.add(value)
                work.extend(value.fields.values())
                if isinstance(value.items, list):
                    work.extend(value.items)
                if not value.cls.instantiated:
                    work.extend(value.cls.vtable.values())
        return found
