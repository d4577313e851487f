"""Random object graphs against a model: nothing reachable is lost or changed, nothing else survives a full
collection, weak references tell the truth, what is registered is reported once and in order."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from tests.transform.runtime.gc.simulation import (
    ALL, ARRAY, FINAL, KEYED, LEAF, PAIRS, PLAIN, WATCHED, WEAK, WIDE, YOUNG, Layout, Simulation,
)


@dataclass(eq=False)
class Node:
    """What an object should be: ``words`` by number, a Node or an int."""

    address: int
    layout: Layout
    items: int
    words: dict[int, Node | int] = field(default_factory=dict)

    def strong(self) -> list[Node]:
        """What it keeps alive, the values of ephemerons apart."""
        weak = {WEAK: 1, KEYED: 2}.get(self.layout, 1 if self.layout in (FINAL, WATCHED) else 0)
        return [value for word, value in self.words.items() if word >= weak and isinstance(value, Node)]

    def slots(self) -> list[int]:
        """The words that may hold references."""
        if self.layout is LEAF:
            return []
        step = self.layout.item
        items = [self.layout.length_word + 1 + step * i for i in range(self.items)] if step else []
        return list(range(self.layout.first_reference, self.layout.fields)) + items


class Graphs(RuleBasedStateMachine):
    nodes = Bundle("nodes")

    def __init__(self) -> None:
        super().__init__()
        self.simulation = Simulation(maximum=8 << 20, nursery=24 << 10)
        self.all: list[Node] = []
        self.roots: list[Node] = []
        self.frozen: list[Node] = []
        self.finalizable: list[Node] = []
        self.watched: list[Node] = []
        self.offset = 0

    def teardown(self) -> None:
        self.simulation.close()

    # What the model says.

    def reachable(self, more: list[Node] = []) -> set[Node]:
        seen: set[Node] = set()
        work = self.roots + self.frozen + self.finalizable + more
        while True:
            while work:
                node = work.pop()
                if node not in seen:
                    seen.add(node)
                    work += node.strong()
            for node in seen:
                key, value = node.words.get(0), node.words.get(1)
                if node.layout is KEYED and key in seen and isinstance(value, Node) and value not in seen:
                    work.append(value)
            if not work:
                return seen

    def give_roots(self) -> None:
        """Roots point anywhere into their objects."""
        self.offset = (self.offset * 5 + 13) % 64
        self.simulation.roots = [
            node.address + self.offset % (node.layout.size + 8 * node.layout.item * node.items) for node in self.roots]

    def collect(self, kind: int) -> None:
        self.give_roots()
        self.simulation.collect(kind)
        if kind == ALL:
            self.check_exactly()
        else:
            self.take_waiting()
        for node in self.reachable():
            for word in [0, 1, *node.slots()]:
                self.check_word(node, word, kind == ALL)

    def check_exactly(self) -> None:
        """After a full collection: clears and brings back in the model what the collector should have."""
        alive = self.reachable()
        self.clear(alive, WEAK)
        ended = [node for node in reversed(self.watched) if node in alive and node.words[0] not in alive]
        ready = [node for node in self.finalizable if node.words[0] not in alive]
        assert self.simulation.take_waiting() == [node.address for node in ended + ready]
        for node in self.watched:
            if node.words[0] not in alive:
                node.words[0] = 0
        alive = self.reachable(ready + [node.words[0] for node in ready])  # type: ignore[misc]
        self.clear(alive, WEAK)
        self.clear(alive, KEYED)
        self.watched = [node for node in self.watched if node in alive and node.words[0] != 0]
        self.finalizable = [node for node in self.finalizable if node not in ready]
        addresses = {node.address for node in alive}  # those of the dead may be in use again
        for node in self.all:
            assert self.simulation.is_object(node.address) == (node.address in addresses)
        self.all = [node for node in self.all if node in alive]
        inspector = self.simulation.heap.inspector
        assert set(self.simulation.select(inspector.select_all())) == addresses

    def take_waiting(self) -> None:
        """After a young collection, which may find a part of what is dead."""
        registered = {node.address: node for node in self.watched + self.finalizable}
        taken = [registered[address] for address in self.simulation.take_waiting()]
        self.watched = [node for node in self.watched if node not in taken]
        self.finalizable = [node for node in self.finalizable if node not in taken]
        alive = self.reachable()
        for node in taken:
            assert node.words[0] not in alive
            if node.layout is WATCHED:
                node.words[0] = 0

    def make(self, layout: Layout, items: int = 0) -> Node:
        self.give_roots()
        node = Node(self.simulation.new(layout, items), layout, items)
        self.take_waiting()
        self.all.append(node)
        return node

    def clear(self, alive: set[Node], layout: Layout) -> None:
        for node in alive:
            if node.layout is layout and isinstance(node.words.get(0), Node) and node.words[0] not in alive:
                node.words[0] = 0
                if layout is KEYED:
                    node.words[1] = 0

    def check_word(self, node: Node, word: int, exact: bool) -> None:
        wanted = node.words.get(word)
        found = self.simulation.load(node.address, word)
        if wanted is None or not exact and node.layout in (WEAK, KEYED, WATCHED) and word < 2:
            return  # a young collection may have cleared it, or not yet
        assert found == (wanted.address if isinstance(wanted, Node) else wanted)

    # What a program does.

    @rule(target=nodes, layout=st.sampled_from([PLAIN, LEAF, WIDE, ARRAY, PAIRS]),
          items=st.integers(0, 40) | st.sampled_from([900, 1100, 3000]), to=nodes | st.none())
    def new(self, layout: Layout, items: int, to: Optional[Node]) -> Node:
        node = self.make(layout, items if layout.item else 0)
        if layout is LEAF:
            node.words[0] = node.words[3] = id(node)
            self.simulation.store(node.address, 0, id(node))
            self.simulation.store(node.address, 3, id(node))
        self.roots.append(node)
        if to in self.roots and node.slots():
            self.write(node, node.slots()[-1], to)
        return node

    @rule(parent=nodes, layout=st.sampled_from([PLAIN, LEAF, WIDE, WEAK]), choice=st.integers(0, 10000),
          young=st.booleans())
    def new_child(self, parent: Node, layout: Layout, choice: int, young: bool) -> None:
        """An object that only another one refers to."""
        if parent in self.roots and parent.slots():
            node = self.make(layout)
            self.write(parent, parent.slots()[choice % len(parent.slots())], node)
            if young:
                self.collect_young()

    @rule(target=nodes, layout=st.sampled_from([WEAK, KEYED]), first=nodes, second=nodes)
    def new_weak(self, layout: Layout, first: Node, second: Node) -> Node:
        node = self.make(layout)
        self.roots.append(node)
        if first in self.roots:
            self.write(node, 0, first)
        if layout is KEYED and second in self.roots:
            self.write(node, 1, second)
        return node

    def write(self, node: Node, word: int, value: Optional[Node]) -> None:
        self.simulation.store(node.address, word, 0 if value is None else value.address)
        node.words[word] = 0 if value is None else value

    @rule(source=nodes, to=nodes | st.none(), choice=st.integers(0, 10000))
    def link(self, source: Node, to: Optional[Node], choice: int) -> None:
        if source in self.roots and (to is None or to in self.roots) and source.slots():
            self.write(source, source.slots()[choice % len(source.slots())], to)

    @rule(node=consumes(nodes))
    def drop(self, node: Node) -> None:
        if node in self.roots:
            self.roots.remove(node)

    @rule(node=nodes)
    def take(self, node: Node) -> None:
        """Makes roots of what a root refers to."""
        if node in self.roots:
            self.roots += [value for value in node.strong() if value not in self.roots]

    @rule(target=nodes, layout=st.sampled_from([FINAL, WATCHED]), to=nodes)
    def register(self, layout: Layout, to: Node) -> Node:
        node = self.make(layout)
        self.roots.append(node)
        if to in self.roots:
            self.write(node, 0, to)
            self.simulation.register(node.address)
            (self.finalizable if layout is FINAL else self.watched).append(node)
        return node

    @rule()
    def collect_young(self) -> None:
        self.collect(YOUNG)

    @rule()
    def collect_full(self) -> None:
        self.collect(ALL)

    @rule()
    def freeze(self) -> None:
        self.collect(ALL)
        self.simulation.heap.freeze()
        self.frozen = list(self.all)

    @rule()
    def unfreeze(self) -> None:
        self.collect(ALL)
        self.simulation.heap.unfreeze()
        self.frozen = []

    @invariant()
    def nothing_waits(self) -> None:
        marker = self.simulation.heap.marker
        assert marker.stack.length == marker.weak.length == 0


TestGraphs = Graphs.TestCase
TestGraphs.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
