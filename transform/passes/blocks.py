"""Control flow made simple: blocks merged, jumps threaded, parameters dropped.

- A jump to a block that only jumps on goes where that leads; a jump to a block that only
  branches on what the jump passes as a constant goes where the branch leads (so the
  conditions of ``a and b`` leave no bool behind); a jump to a mere ``return`` returns.
- A block that only one jump leads to is appended to where the jump is.
- A block parameter that gets one and the same value over every link is that value.
"""
from __future__ import annotations

from typing import Iterable, Optional

from transform.ir.graph import (
    Block, Branch, Constant, Graph, Jump, Link, Return, Switch, Terminator, Unreachable, Value, Variable,
)
from transform.passes.folding import fold, same_value

_MAX_TESTED_OPERATIONS = 4  # in a block that is looked through
_MAX_HOPS = 8
_LEADS_ON = frozenset({Jump, Branch, Switch})


def incoming_links(blocks: Iterable[Block]) -> dict[Block, list[Link]]:
    """The links that lead to each block from these blocks."""
    incoming: dict[Block, list[Link]] = {}
    for block in blocks:
        for op in block.ops:
            if op.fail is not None:
                incoming.setdefault(op.fail.target, []).append(op.fail)
            if op.unwind is not None:
                incoming.setdefault(op.unwind.target, []).append(op.unwind)
        for link in block.exit.links():
            incoming.setdefault(link.target, []).append(link)
    return incoming


def eliminate_parameters(graph: Graph, blocks: list[Block]) -> dict[Value, Value]:
    """Drops the parameters that always get the same value; gives what they stand for. The
    caller replaces them everywhere."""
    replaced: dict[Value, Value] = {}
    incoming = [(block, links) for block, links in incoming_links(blocks).items()
                if block.params and block is not graph.entry]
    changed = bool(incoming)
    while changed:
        changed = False
        for block, links in incoming:
            for index in range(len(block.params) - 1, -1, -1):
                param = block.params[index]
                value = _only_value(param, index, links, replaced)
                if value is not None:
                    replaced[param] = value
                    del block.params[index]
                    for link in links:
                        del link.args[index]
                    changed = True
    return replaced


def _only_value(param: Variable, index: int, links: list[Link], replaced: dict[Value, Value]) -> Optional[Value]:
    only: Optional[Value] = None
    for link in links:
        value = link.args[index]
        while value in replaced:
            value = replaced[value]
        if value is param or value is only:
            continue
        if only is None:
            only = value
        elif not same_value(only, value):
            return None
    return only


def tidy(graph: Graph, blocks: list[Block]) -> bool:
    """Threads jumps and merges the blocks of a graph. Whether anything changed."""
    changed = _Threading(blocks).run()
    if changed:
        blocks = graph.blocks()
    return _merge(graph, blocks) or changed


def _merge(graph: Graph, blocks: list[Block]) -> bool:
    counts: dict[Block, int] = {graph.entry: 1}
    for block in blocks:
        for op in block.ops:
            if op.fail is not None:
                counts[op.fail.target] = 2  # more than the one jump that a merge wants
        for link in block.exit.links():
            counts[link.target] = counts.get(link.target, 0) + 1
    changed = False
    merged: set[Block] = set()
    for block in blocks:
        if block in merged:
            continue
        exit = block.exit
        while exit.__class__ is Jump:
            target = exit.link.target  # type: ignore[attr-defined]
            if counts[target] != 1 or target.params or target is block or target is graph.entry:
                break
            block.ops.extend(target.ops)
            exit = block.exit = target.exit
            merged.add(target)
            changed = True
    return changed


class _Threading:
    """Leads links past blocks that decide nothing."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.private: Optional[dict[Block, bool]] = None

    def run(self) -> bool:
        changed = False
        for block in self.blocks:
            exit = block.exit
            for link in exit.links():
                changed |= self.thread(link)
            simpler = self.simpler_exit(exit)
            if simpler is not None:
                block.exit = simpler
                changed = True
        return changed

    def thread(self, link: Link) -> bool:
        """Moves a link on as far as its way is known. Whether it moved."""
        moved = False
        for _ in range(_MAX_HOPS):
            following = self.next_link(link)
            if following is None or following.target is link.target:
                break
            link.target, link.args = following.target, following.args
            moved = True
        return moved

    def next_link(self, link: Link) -> Optional[Link]:
        """Where the target goes on to when entered over this link, if that is known."""
        block = link.target
        exit = block.exit
        if len(block.ops) > _MAX_TESTED_OPERATIONS:
            return None
        if exit.__class__ is Jump:
            if block.ops:
                return None
            following = exit.link  # type: ignore[attr-defined]
        elif exit.__class__ is Branch or exit.__class__ is Switch:
            if not any(arg.__class__ is Constant for arg in link.args):
                return None
            following = None
        else:
            return None
        if (block.params or block.ops) and not self.is_private(block):
            return None
        values: dict[Value, Value] = dict(zip(block.params, link.args))
        for op in block.ops:
            constant = None if op.opdef.effect != "pure" or op.opdef.fails is not None else \
                fold(op, [values.get(arg, arg) for arg in op.args])
            if constant is None or op.result is None:
                return None
            values[op.result] = constant
        if following is None:
            following = decided(exit, values.get(exit.values()[0], exit.values()[0]))
            if following is None:
                return None
        return Link(following.target, [values.get(arg, arg) for arg in following.args])

    def is_private(self, block: Block) -> bool:
        """Whether what the block defines is used nowhere else."""
        if self.private is None:
            self.private = self.find_private()
        return self.private.get(block, False)

    def find_private(self) -> dict[Block, bool]:
        homes: dict[Value, Block] = {}
        private: dict[Block, bool] = {}
        for block in self.blocks:
            if len(block.ops) <= _MAX_TESTED_OPERATIONS and block.exit.__class__ in _LEADS_ON:
                private[block] = True
                for param in block.params:
                    homes[param] = block
                for op in block.ops:
                    if op.result is not None:
                        homes[op.result] = block
        for block in self.blocks if homes else ():
            for values in _used_lists(block):
                for value in values:
                    if value in homes and homes[value] is not block:
                        private[homes[value]] = False
        return private

    def simpler_exit(self, exit: Terminator) -> Optional[Terminator]:
        if exit.__class__ is Jump:
            link: Link = exit.link  # type: ignore[attr-defined]
            block = link.target
            if not block.ops and block.exit.__class__ is Return:
                value = block.exit.value  # type: ignore[attr-defined]
                if value in block.params:
                    value = link.args[block.params.index(value)]
                return Return(value, block.exit.position)
        elif exit.__class__ is Branch:
            then, otherwise = exit.then, exit.otherwise  # type: ignore[attr-defined]
            if _is_unreachable(then.target):
                return Jump(otherwise, exit.position)
            if _is_unreachable(otherwise.target):
                return Jump(then, exit.position)
        return None


def _used_lists(block: Block) -> Iterable[list[Value]]:
    for op in block.ops:
        yield op.args
        if op.fail is not None:
            yield op.fail.args
    yield block.exit.values()
    for link in block.exit.links():
        yield link.args


def _is_unreachable(block: Block) -> bool:
    return not block.ops and block.exit.__class__ is Unreachable


def decided(exit: Terminator, value: Value) -> Optional[Link]:
    """The link that a branch or switch takes for a constant; None for any other value."""
    if not isinstance(value, Constant):
        return None
    if isinstance(exit, Branch):
        return exit.then if value.value else exit.otherwise
    assert isinstance(exit, Switch)
    return next((link for number, link in exit.cases if number == value.value), exit.default)


