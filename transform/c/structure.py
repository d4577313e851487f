"""Lays out a graph as nested C statements: if, while, for, switch, and goto for what remains.

The dominator tree decides (Ramsey, "Beyond Relooper: Recursive Translation of Unstructured Control Flow to
Structured Control Flow", 2022). A block with one predecessor stands inside the branch that leads to it; a block
where ways meet stands behind the block that dominates it, so that most ways to it just fall through; the target of
a back edge becomes a loop, and what its loop does not contain stands behind the loop.

The result is a script: a flat list of steps, which the writer of functions turns into lines.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Callable, Optional

from transform.ir.graph import Block, Branch, Jump, Link, Switch

DEEPEST = 7  # levels of braces beyond which a goto is easier to read


class Kind(Enum):
    """What a step of the script writes."""

    BLOCK = auto()  # the label and the statements of a block
    LOOP = auto()  # for (;;) {
    WHILE = auto()  # while (the condition of the block leads to the link) {
    IF = auto()  # if (the condition of the block leads to the link) {
    ELSE = auto()  # } else {
    SWITCH = auto()  # switch (the value of the block) {
    CASE = auto()  # case a: case b:
    MOVES = auto()  # assignments of the link, which falls into its target
    LINK = auto()  # assignments of the link, and how to get to its target
    END = auto()  # }
    EXIT = auto()  # the return or raise that ends the block


@dataclass(frozen=True)
class Place:
    """Where a step stands.

    scope         number of the innermost pair of braces
    follow        the block that comes next in the text when control falls out here
    loop          the header that ``continue`` leads to
    break_to      the block that ``break`` leads to
    """

    depth: int
    scope: int
    follow: Optional[Block]
    loop: Optional[Block] = None
    break_to: Optional[Block] = None


@dataclass(frozen=True)
class Step:
    """One step of the script. ``values``: the cases of a CASE (empty: default)."""

    kind: Kind
    place: Place
    block: Optional[Block] = None
    link: Optional[Link] = None
    values: tuple[int, ...] = ()


class Structure:
    """The layout of one function.

    blocks     all blocks in reverse postorder; what only side exits lead to comes behind the rest
    script     the steps
    scope      the scope in which each block's statements stand
    parent     the scope around each scope; 0 is the function's
    loops      the blocks of each loop, by its header
    """

    def __init__(self, blocks: list[Block], is_empty: Callable[[Block], bool],
                 has_moves: Callable[[Link], bool]) -> None:
        self.blocks = blocks
        self.script: list[Step] = []
        self.scope: dict[Block, int] = {}
        self.parent: list[int] = [0]
        self.loops: dict[Block, set[Block]] = {}
        self._is_empty = is_empty  # whether a block has no statements before its end
        self._has_moves = has_moves  # whether a link assigns anything
        self._number = {block: number for number, block in enumerate(blocks)}
        self._predecessors: dict[Block, list[Block]] = {block: [] for block in blocks}
        self._entered: set[Block] = {blocks[0]}  # from outside: the entry and targets of side exits
        for block in blocks:
            for link in block.exit.links():
                self._predecessors[link.target].append(block)
            self._entered.update(link.target for op in block.ops for link in op.side_exits())
        self._idom = self._dominators()
        self._children: dict[Optional[Block], list[Block]] = {}
        for block in blocks:  # in reverse postorder, which is then the order of children too
            self._children.setdefault(self._idom[block], []).append(block)
        self._taken: set[Block] = set()  # out of their loops
        self._work: list[Callable[[], None]] = []
        self._lay_out()

    # The dominator tree. Its root (None) leads to the entry and to all targets of side exits.

    def _dominators(self) -> dict[Block, Optional[Block]]:
        """The immediate dominator of each block (Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm",
        2001)."""
        number = self._number
        idom: dict[Block, Optional[Block]] = dict.fromkeys(self._entered)
        changed = True
        while changed:
            changed = False
            for block in self.blocks:
                if block in self._entered:
                    continue
                known = [p for p in self._predecessors[block] if p in idom]
                found: Optional[Block] = known[0]
                for other in known[1:]:
                    found = _meet(found, other, idom, number)
                if block not in idom or idom[block] is not found:
                    idom[block] = found
                    changed = True
        return idom

    def _dominates(self, block: Block, other: Optional[Block]) -> bool:
        while other is not None and self._number[other] > self._number[block]:
            other = self._idom[other]
        return other is block

    def _loop_body(self, header: Block) -> Optional[set[Block]]:
        """The natural loop of a header; None for a block that no back edge leads to."""
        number = self._number[header]
        work = [p for p in self._predecessors[header] if self._number[p] >= number and self._dominates(header, p)]
        if not work:
            return None
        body = {header}
        while work:
            block = work.pop()
            if block not in body:
                body.add(block)
                work += self._predecessors[block]
        return body

    # The layout. Work is kept on a stack, as the tree may be deep.

    def _lay_out(self) -> None:
        self._push_row(self._children[None], Place(1, 0, None))
        while self._work:
            self._work.pop()()

    def _push(self, *actions: Callable[[], None]) -> None:
        """Plans actions; the first is done first."""
        self._work += reversed(actions)

    def _push_row(self, blocks: list[Block], place: Place) -> None:
        """Plans trees that stand one behind the other."""
        followers = [*blocks[1:], place.follow]
        self._push(*[self._tree_action(block, replace(place, follow=follow))
                     for block, follow in zip(blocks, followers)])

    def _tree_action(self, block: Block, place: Place) -> Callable[[], None]:
        return lambda: self._tree(block, place)

    def _step_action(self, kind: Kind, place: Place, block: Optional[Block] = None, link: Optional[Link] = None,
                     values: tuple[int, ...] = ()) -> Callable[[], None]:
        step = Step(kind, place, block, link, values)
        return lambda: self.script.append(step)

    def _inner(self, place: Place) -> Place:
        """A place inside braces."""
        self.parent.append(place.scope)
        return replace(place, depth=place.depth + 1, scope=len(self.parent) - 1)

    def _stands_inside(self, block: Block, target: Block, place: Place) -> bool:
        """Whether a target stands within the branch of the block that leads to it."""
        if self._idom[target] is not block or place.depth >= DEEPEST or target in self._taken:
            return False
        return len(self._predecessors[target]) == 1 or self._is_group(block, target)

    def _is_group(self, block: Block, target: Block) -> bool:
        """Whether a block is entered by several cases of one switch alone, which can stand together."""
        exit = block.exit
        return (isinstance(exit, Switch) and all(p is block for p in self._predecessors[target])
                and (exit.default is None or exit.default.target is not target)
                and not any(self._has_moves(link) for link in exit.links() if link.target is target))

    def _tree(self, block: Block, place: Place) -> None:
        """Lays out a block and all that it dominates."""
        body = self._loop_body(block)
        if body is not None:
            self._loop(block, body, place)
            return
        behind = [b for b in self._children.get(block, ()) if not self._stands_inside(block, b, place)]
        self._push_row(behind, place)
        self._block(block, replace(place, follow=behind[0]) if behind else place)

    def _loop(self, header: Block, body: set[Block], place: Place) -> None:
        self.loops[header] = body
        outside = self._take_outside(body)
        children = self._children.get(header, [])
        after = outside[0] if outside else place.follow
        inner = self._inner(place)
        self._push_row(outside, place)
        straight = self._while_link(header, body)
        if straight is not None:
            leaving = next(link for link in header.exit.links() if link is not straight)
            breakable = after if leaving.target is after and not self._has_moves(leaving) else None
            self.scope[header] = place.scope
            inner = replace(inner, follow=header, loop=header, break_to=breakable)
            behind = [b for b in children if b in body and b is not straight.target]
            first = replace(inner, follow=behind[0]) if behind else inner
            self._push(
                self._step_action(Kind.BLOCK, place, header),
                self._step_action(Kind.WHILE, inner, header, straight),
                self._step_action(Kind.MOVES, inner, header, straight),
                self._tree_action(straight.target, first),
                lambda: self._push_row(behind, inner),
                self._step_action(Kind.END, inner),
                self._step_action(Kind.LINK, replace(place, follow=after), header, leaving),
            )
            return
        inner = replace(inner, follow=header, loop=header, break_to=after)
        behind = [b for b in children if b in body and not self._stands_inside(header, b, inner)]
        own = replace(inner, follow=behind[0]) if behind else inner
        self._push(
            self._step_action(Kind.LOOP, inner, header),
            lambda: self._block(header, own),
            lambda: self._push_row(behind, inner),
            self._step_action(Kind.END, inner),
        )

    def is_way_back(self, step: Step, header: Block) -> bool:
        """Whether a step leads from within a loop to its header."""
        return (step.kind is Kind.LINK and step.link is not None and step.link.target is header
                and step.block in self.loops[header])

    def _take_outside(self, body: set[Block]) -> list[Block]:
        """Takes the trees that a loop leads to but does not contain out of it, to stand behind it."""
        outside: list[Block] = []
        for block in body:
            children = self._children.get(block, [])
            leaving = [b for b in children if b not in body]
            if leaving:
                outside += leaving
                self._children[block] = [b for b in children if b in body]
        self._taken.update(outside)
        return sorted(outside, key=self._number.__getitem__)

    def _while_link(self, header: Block, body: set[Block]) -> Optional[Link]:
        """The link into the body, if the header does nothing but decide whether the loop goes on."""
        if not isinstance(header.exit, Branch) or not self._is_empty(header):
            return None
        inside = [link for link in header.exit.links() if link.target in body]
        if len(inside) == 1 and len(self._predecessors[inside[0].target]) == 1 and inside[0].target is not header:
            return inside[0]
        return None

    def _block(self, block: Block, place: Place) -> None:
        """The block itself and the branches inside of it."""
        self.scope[block] = place.scope
        self.script.append(Step(Kind.BLOCK, place, block))
        exit = block.exit

        def inside(link: Link) -> bool:
            return self._stands_inside(block, link.target, place)

        if isinstance(exit, Jump):
            self._push(*self._way(block, exit.link, place, inside(exit.link)))
        elif isinstance(exit, Branch):
            self._branch(block, exit, place, inside(exit.then), inside(exit.otherwise))
        elif isinstance(exit, Switch):
            self._switch(block, exit, place, inside)
        else:
            self.script.append(Step(Kind.EXIT, place, block))

    def _way(self, block: Block, link: Link, place: Place, inside: bool) -> list[Callable[[], None]]:
        """What stands at a place to follow a link."""
        if inside:
            return [self._step_action(Kind.MOVES, place, block, link), self._tree_action(link.target, place)]
        return [self._step_action(Kind.LINK, place, block, link)]

    def _branch(self, block: Block, exit: Branch, place: Place, then: bool, otherwise: bool) -> None:
        """An if for one of the two ways, or with an else."""
        first, second = exit.then, exit.otherwise
        first_inside, second_inside = then, otherwise
        if self._better_second(exit, place, then, otherwise):
            first, second, first_inside, second_inside = second, first, second_inside, first_inside
        inner = self._inner(place)
        actions = [self._step_action(Kind.IF, inner, block, first), *self._way(block, first, inner, first_inside)]
        falls = self._falls(second, place)
        if not falls and not self._leaves(first, first_inside, place):
            other = self._inner(place)
            actions += [self._step_action(Kind.ELSE, other), *self._way(block, second, other, second_inside),
                        self._step_action(Kind.END, other)]
        else:
            actions += [self._step_action(Kind.END, inner), *self._way(block, second, place, second_inside)]
        self._push(*actions)

    def _better_second(self, exit: Branch, place: Place, then: bool, otherwise: bool) -> bool:
        """Whether the if should be about the way that the condition does not lead to."""
        if self._falls(exit.otherwise, place):
            return False
        if self._falls(exit.then, place):
            return True
        first_leaves = self._leaves(exit.then, then, place)
        second_leaves = self._leaves(exit.otherwise, otherwise, place)
        return second_leaves and not first_leaves

    def _falls(self, link: Link, place: Place) -> bool:
        """Whether a way needs no text at all."""
        return link.target is place.follow and not self._has_moves(link)

    def _leaves(self, link: Link, inside: bool, place: Place) -> bool:
        """Whether a way surely does not come to what follows, so that no else is needed behind it."""
        if not inside:
            return link.target is not place.follow
        return place.follow is None or not any(
            self._dominates(link.target, block) for block in self._predecessors[place.follow])

    def _switch(self, block: Block, exit: Switch, place: Place, inside: Callable[[Link], bool]) -> None:
        around = replace(self._inner(place), follow=None, break_to=place.follow)
        actions = [self._step_action(Kind.SWITCH, around, block)]
        groups: list[tuple[list[int], Link]] = []
        together: dict[Block, list[int]] = {}  # the values of the groups without moves
        for value, link in exit.cases:
            if link.target in together and not self._has_moves(link):
                together[link.target].append(value)
                continue
            groups.append(([value], link))
            if not self._has_moves(link):
                together[link.target] = groups[-1][0]
        for values, link in groups:
            case = replace(self._inner(around), follow=None)
            actions += [self._step_action(Kind.CASE, case, block, link, tuple(values)),
                        *self._way(block, link, case, inside(link)), self._step_action(Kind.END, case)]
        case = replace(self._inner(around), follow=None)
        if exit.default is None:
            actions += [self._step_action(Kind.CASE, case, block), self._step_action(Kind.EXIT, case, block)]
        else:
            actions += [self._step_action(Kind.CASE, case, block, exit.default),
                        *self._way(block, exit.default, case, inside(exit.default))]
        actions += [self._step_action(Kind.END, case), self._step_action(Kind.END, around)]
        self._push(*actions)


def _meet(a: Optional[Block], b: Optional[Block], idom: dict[Block, Optional[Block]],
          number: dict[Block, int]) -> Optional[Block]:
    """The nearest common dominator of two blocks."""
    while a is not b:
        if a is None or b is None:
            return None
        if number[a] > number[b]:
            a = idom[a]
        else:
            b = idom[b]
    return a
