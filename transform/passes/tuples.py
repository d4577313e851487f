"""Tuples taken apart where ways meet.

A tuple is a value, passed as a C structure. Inside a block, `simplify` sees through it; at
a block parameter it would be built on each way in and read behind. Where some way in builds
the tuple, the parameter is replaced by one for each item. What needs the whole tuple gets
it built again, which is removed where nobody does.
"""
from __future__ import annotations

from typing import Optional

from transform.ir.graph import Block, Constant, Function, Graph, Link, Operation, Position, Program, Value, Variable
from transform.ir.types import TupleType
from transform.passes import simplify
from transform.passes.blocks import incoming_links

_MAX_ROUNDS = 3  # a tuple in a tuple is seen when the outer one is gone


def run(program: Program) -> None:
    """Takes tuple parameters apart in every function."""
    for function in program.functions:
        run_function(function)


def run_function(function: Function) -> bool:
    """Takes tuple parameters of one function's blocks apart, and simplifies it. Whether
    there were any."""
    changed = False
    if function.graph is not None:
        for _ in range(_MAX_ROUNDS):
            if not _split_parameters(function.graph):
                break
            simplify.run_function(function)
            changed = True
    return changed


def _split_parameters(graph: Graph) -> bool:
    blocks = [block for block in graph.blocks() if block is not graph.entry]
    if not any(isinstance(param.type, TupleType) for block in blocks for param in block.params):
        return False
    made = {op.result for block in graph.blocks() for op in block.ops if op.opdef.name == "make_tuple"}
    incoming = incoming_links(graph.blocks())
    worth = {param for block in blocks for index, param in enumerate(block.params)
             if isinstance(param.type, TupleType)
             and any(isinstance(link.args[index], Constant) or link.args[index] in made for link in incoming[block])}
    if not worth:
        return False
    for block in graph.blocks():
        _split_arguments(block, worth)
    for block in blocks:
        if any(param in worth for param in block.params):
            _split_block(block, worth)
    return True


def _split_arguments(block: Block, worth: set[Variable]) -> None:
    """Passes items in place of tuples, over all links that leave a block."""
    ops: list[Operation] = []
    for op in block.ops:
        if op.fail is not None:
            _split_link(op.fail, worth, ops, op.position)
        ops.append(op)
    for link in block.exit.links():
        _split_link(link, worth, ops, block.exit.position)
    block.ops = ops


def _split_link(link: Link, worth: set[Variable], ops: list[Operation], position: Optional[Position]) -> None:
    if not any(param in worth for param in link.target.params):
        return
    args: list[Value] = []
    for param, arg in zip(link.target.params, link.args):
        if param not in worth:
            args.append(arg)
            continue
        assert isinstance(arg.type, TupleType)
        for number, type in enumerate(arg.type.items):
            item = Variable(type, param.name)
            ops.append(Operation("tuple_get", [arg], item, number, position=position))
            args.append(item)
    link.args = args


def _split_block(block: Block, worth: set[Variable]) -> None:
    """Replaces parameters by their items, and builds the tuples again."""
    params: list[Variable] = []
    builds: list[Operation] = []
    position = block.ops[0].position if block.ops else block.exit.position
    for param in block.params:
        if param not in worth:
            params.append(param)
            continue
        assert isinstance(param.type, TupleType)
        items = [Variable(type, param.name) for type in param.type.items]
        params.extend(items)
        builds.append(Operation("make_tuple", items, param, position=position))
    block.params = params
    start = 1 if block.ops and block.ops[0].opdef.name == "catch" else 0
    block.ops[start:start] = builds
