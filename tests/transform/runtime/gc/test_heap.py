"""The collector by small cases, on CPython."""
from __future__ import annotations

from typing import Iterator

import pytest

from tests.transform.runtime.gc.simulation import (
    ALL, ARRAY, FINAL, KEYED, LARGEST_SMALL, LEAF, PAIRS, PLAIN, WATCHED, WEAK, WIDE, YOUNG,
    Simulation,
)
from transform.rpython import address, free
from transform.runtime.gc.geometry import BLOCK_SIZE, LINE_SIZE
from transform.runtime.gc.objects import header_of


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    made = Simulation()
    yield made
    made.close()


def test_objects_are_zeroed_also_in_reused_memory(simulation: Simulation) -> None:
    for _ in range(3):
        for _ in range(2000):
            object = simulation.new(LEAF)
            assert all(simulation.load(object, word) == 0 for word in range(4))
            for word in range(4):
                simulation.store(object, word, -1)
        simulation.collect()
    assert simulation.heap.blocks.count <= 4


@pytest.mark.parametrize("kind", [YOUNG, ALL])
@pytest.mark.parametrize("layout, items", [(PLAIN, 0), (WIDE, 0), (ARRAY, 2000), (ARRAY, 3), (PAIRS, 5)])
def test_what_a_root_reaches_stays(simulation: Simulation, kind: int, layout: object, items: int) -> None:
    leaf = simulation.new(LEAF)
    simulation.store(leaf, 0, 4711)
    holder = simulation.new(layout, items)  # type: ignore[arg-type]
    last = 1 + 2 * (items - 1) + 1 if layout is PAIRS else items if items else 1
    simulation.store(holder, last, leaf)
    garbage = simulation.new(PLAIN)
    simulation.roots = [holder]
    simulation.collect(kind)
    assert simulation.is_object(holder) and simulation.is_object(leaf) and not simulation.is_object(garbage)
    assert simulation.load(leaf, 0) == 4711


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("layout, items", [(PLAIN, 0), (WIDE, 0), (ARRAY, 3000)])
def test_interior_pointers(simulation: Simulation, layout: object, items: int, old: bool) -> None:
    objects = [simulation.new(layout, items) for _ in range(3)]  # type: ignore[arg-type]
    if old:
        simulation.roots = list(objects)
        simulation.collect()
    size = layout.size + items * 8  # type: ignore[attr-defined]
    for object in objects:
        for offset in {0, 1, 8, size // 2, size - 1}:
            assert simulation.interior(object, offset) == object


def test_an_address_behind_all_objects_of_a_run_is_none(simulation: Simulation) -> None:
    object = simulation.new(PLAIN)
    assert simulation.interior(object, PLAIN.size) == 0
    assert simulation.interior(object, 4 * LINE_SIZE) == 0


def test_a_dead_object_in_a_kept_line_is_no_object(simulation: Simulation) -> None:
    dead = simulation.new(PLAIN)
    simulation.store(dead, 0, 123456)  # its fields may be anything by now
    live = simulation.new(PLAIN)
    simulation.roots = [live]
    simulation.collect(YOUNG)
    simulation.roots = [live, dead, dead + 8]
    simulation.collect(ALL)
    assert simulation.is_object(live) and not simulation.is_object(dead)


def test_old_objects_stay_in_a_young_collection_and_go_in_a_full_one(simulation: Simulation) -> None:
    object = simulation.new(PLAIN)
    simulation.roots = [object]
    simulation.collect(YOUNG)
    simulation.roots = []
    simulation.collect(YOUNG)
    assert simulation.is_object(object)
    simulation.collect(ALL)
    assert not simulation.is_object(object)


def test_the_barrier_finds_young_objects_in_old_ones(simulation: Simulation) -> None:
    old = simulation.new(PLAIN)
    simulation.roots = [old]
    simulation.collect(YOUNG)
    for kind in (YOUNG, ALL, YOUNG):
        young = simulation.new(LEAF)
        simulation.store(old, 0, young)
        assert simulation.heap.log.length == 1
        simulation.store(old, 1, young)
        assert simulation.heap.log.length == 1  # once is enough
        simulation.collect(kind)
        assert simulation.is_object(young)


def test_of_a_large_array_only_the_items_written_to_are_looked_at(simulation: Simulation) -> None:
    array = simulation.new(ARRAY, 5000)
    simulation.roots = [array]
    simulation.collect(ALL)
    for round in range(2):
        young = [simulation.new(PLAIN) for _ in range(3)]
        for word, object in zip((1, 700, 5000), young):
            simulation.store(array, word, object)
        simulation.store(array, 700, young[1])  # noted already
        assert simulation.heap.large.written.length == 3 and simulation.heap.log.length == 0
        simulation.collect(YOUNG)
        assert all(simulation.is_object(object) for object in young)
        assert simulation.heap.large.written.length == 0


def test_a_young_collection_does_not_visit_old_blocks(simulation: Simulation) -> None:
    first = simulation.new(ARRAY, 1000)
    simulation.roots = [first]
    for i in range(1000):
        simulation.store(first, 1 + i, simulation.new(WIDE))
    simulation.collect(ALL)
    assert simulation.heap.statistics.visited_blocks > 10
    simulation.new(LEAF)
    simulation.collect(YOUNG)
    assert simulation.heap.statistics.visited_blocks == 1


def test_prebuilt_objects_are_scanned_once_written_to(simulation: Simulation) -> None:
    static = simulation.static(PLAIN)
    object = simulation.new(PLAIN)
    simulation.store(address(static), 0, object)
    for kind in (YOUNG, ALL, ALL, YOUNG):
        simulation.collect(kind)
        assert simulation.is_object(object)
    other = simulation.new(PLAIN)
    simulation.store(address(static), 1, other)
    simulation.store(address(static), 0, 0)
    simulation.collect(ALL)
    assert simulation.is_object(other) and not simulation.is_object(object)
    assert simulation.heap.written.length == 1
    free(static)


def test_large_objects_and_their_pages(simulation: Simulation) -> None:
    items = LARGEST_SMALL // 8
    objects = [simulation.new(ARRAY, items + 512 * i) for i in range(6)]
    used = simulation.heap.large.used
    simulation.roots = objects[::2]
    simulation.collect()
    assert [simulation.is_object(object) for object in objects] == [True, False] * 3
    assert simulation.heap.large.used < used
    again = simulation.new(ARRAY, items)
    assert again == objects[1]  # the first free run that is long enough
    assert all(simulation.load(again, 1 + i) == 0 for i in range(items))


def test_medium_objects_do_not_give_up_the_current_run(simulation: Simulation) -> None:
    first = simulation.new(PLAIN)
    while simulation.area.limit - simulation.area.cursor >= WIDE.size:
        first = simulation.new(PLAIN)
    medium = simulation.new(WIDE)
    second = simulation.new(PLAIN)
    assert second == first + PLAIN.size and medium > second


def test_medium_objects_fill_blocks_with_few_objects(simulation: Simulation) -> None:
    """What survives here and there does not make the heap grow."""
    kept: list[int] = []
    for _ in range(20):
        for i in range(200):
            object = simulation.new(ARRAY, 50)
            if i % 100 == 0:
                kept.append(object)
        simulation.roots = list(kept)
        simulation.collect(YOUNG)
    assert all(simulation.is_object(object) for object in kept)
    assert simulation.heap.blocks.in_use < 10  # 40 if each round took free ones


def test_small_objects_come_last_into_blocks_with_few_objects(simulation: Simulation) -> None:
    """A block whose holes are too short for the medium object that looked at them is left to small ones."""
    kept = []
    for i in range(BLOCK_SIZE // PLAIN.size):
        object = simulation.new(PLAIN)
        if i % 32 == 0:
            kept.append(object)
    simulation.roots = list(kept)
    simulation.collect(ALL)
    before = simulation.heap.blocks.in_use
    assert simulation.is_object(simulation.new(ARRAY, 900))
    assert simulation.heap.blocks.in_use == before + 1
    for _ in range(BLOCK_SIZE // PLAIN.size // 2):
        simulation.new(PLAIN)
    assert simulation.heap.blocks.in_use == before + 1


def test_memory_runs_out_and_comes_back() -> None:
    simulation = Simulation(maximum=1 << 20, nursery=1 << 30)
    holder = simulation.new(ARRAY, 500)
    simulation.roots = [holder]
    with pytest.raises(MemoryError):
        for i in range(500):
            simulation.store(holder, 1 + i, simulation.new(ARRAY, 800))
    assert simulation.heap.used() <= 1 << 20
    with pytest.raises(MemoryError):
        simulation.new(ARRAY, 1 << 17)
    for i in range(500):
        simulation.store(holder, 1 + i, 0)
    assert simulation.is_object(simulation.new(ARRAY, 800))
    simulation.close()


def test_free_memory_goes_back_to_the_system(simulation: Simulation) -> None:
    holder = simulation.new(ARRAY, 2000)
    simulation.roots = [holder]
    for i in range(2000):
        simulation.store(holder, 1 + i, simulation.new(ARRAY, 1000))
    simulation.roots = []
    blocks = simulation.heap.blocks
    counts = []
    for _ in range(12):
        simulation.collect()
        counts.append(sum(blocks.table[block].clean for block in range(blocks.count)))
    assert blocks.in_use == 0 and counts[0] == 0  # what was needed just now is kept
    assert 0 < counts[7] < counts[9] < counts[11] and counts[11] > 200  # half of what is too much at a time


def test_marking_deep_and_wide_structures(simulation: Simulation) -> None:
    chain = 0
    for _ in range(5000):
        link = simulation.new(PLAIN)
        simulation.store(link, 0, chain)
        chain = link
        simulation.roots = [chain]
    wide = simulation.new(ARRAY, 3000)
    simulation.roots.append(wide)
    for i in range(3000):
        simulation.store(wide, 1 + i, simulation.new(PLAIN))
    simulation.collect()
    length = 0
    while chain:
        assert simulation.is_object(chain)
        chain = simulation.load(chain, 0)
        length += 1
    assert length == 5000
    assert all(simulation.is_object(simulation.load(wide, 1 + i)) for i in range(3000))


@pytest.mark.parametrize("kind", [YOUNG, ALL])
def test_weak_references(simulation: Simulation, kind: int) -> None:
    targets = [simulation.new(PLAIN) for _ in range(4)]
    references = [simulation.new(WEAK) for _ in targets]
    for reference, target in zip(references, targets):
        simulation.store(reference, 0, target)
    simulation.roots = references + targets[:2]
    simulation.collect(kind)
    assert [simulation.load(reference, 0) for reference in references] == targets[:2] + [0, 0]


@pytest.mark.parametrize("kind", [YOUNG, ALL])
def test_ephemerons(simulation: Simulation, kind: int) -> None:
    """A chain: the value of each is the key of the next; the last one's value refers to its own key."""
    keys = [simulation.new(PLAIN) for _ in range(5)]
    ephemerons = [simulation.new(KEYED) for _ in range(4)]
    for i, ephemeron in enumerate(ephemerons):
        simulation.store(ephemeron, 0, keys[i])
        simulation.store(ephemeron, 1, keys[i + 1])
    lone = simulation.new(KEYED)
    key, value = simulation.new(PLAIN), simulation.new(PLAIN)
    simulation.store(lone, 0, key)
    simulation.store(lone, 1, value)
    simulation.store(value, 0, key)
    simulation.roots = [lone, *reversed(ephemerons), keys[1]]
    simulation.collect(kind)
    assert [simulation.is_object(k) for k in keys] == [False, True, True, True, True]
    assert simulation.load(ephemerons[0], 0) == simulation.load(ephemerons[0], 1) == 0
    assert simulation.load(ephemerons[3], 1) == keys[4]
    assert simulation.load(lone, 0) == 0 and not simulation.is_object(value)


def test_finalizations_bring_back_once(simulation: Simulation) -> None:
    inner, outer = simulation.new(PLAIN), simulation.new(PLAIN)
    simulation.store(outer, 0, inner)
    entry, reference = simulation.new(FINAL), simulation.new(WEAK)
    simulation.store(entry, 0, outer)
    simulation.store(reference, 0, outer)
    simulation.register(entry)
    simulation.roots = [reference, outer]
    simulation.collect()
    assert simulation.take_waiting() == []
    simulation.roots = [reference]
    for _ in range(3):
        simulation.collect()
        assert simulation.heap.weak.finalized == simulation.area.waiting == 1
        assert simulation.load(reference, 0) == 0  # cleared before the finalizer sees the object
        assert simulation.is_object(outer) and simulation.is_object(inner)
    assert simulation.take_waiting() == [entry]
    simulation.collect()
    assert not simulation.is_object(outer) and not simulation.is_object(entry)


@pytest.mark.parametrize("kind", [YOUNG, ALL])
def test_ends_of_references_are_reported_in_order(simulation: Simulation, kind: int) -> None:
    """The reference that was made last comes first; one that is dead itself is not reported."""
    target, other = simulation.new(PLAIN), simulation.new(PLAIN)
    entries = [simulation.new(WATCHED) for _ in range(4)]
    for i, entry in enumerate(entries):
        simulation.store(entry, 0, other if i == 1 else target)
        simulation.register(entry)
    finalized = [simulation.new(FINAL) for _ in range(2)]
    for entry in finalized:
        simulation.store(entry, 0, simulation.new(PLAIN))
        simulation.register(entry)
    simulation.roots = [*entries[:3], other]
    simulation.collect(kind)
    assert simulation.take_waiting() == [entries[2], entries[0], *finalized]
    assert simulation.load(entries[1], 0) == other and simulation.load(entries[0], 0) == 0
    simulation.roots = entries[:3]
    simulation.collect(ALL)
    assert simulation.take_waiting() == [entries[1]]
    assert simulation.heap.weak.watched.entries.length == 0


def test_a_young_collection_does_not_look_at_old_registrations(simulation: Simulation) -> None:
    target = simulation.new(PLAIN)
    simulation.roots = [target]
    for _ in range(100):
        entry = simulation.new(WATCHED)
        simulation.store(entry, 0, target)
        simulation.register(entry)
        simulation.roots.append(entry)
    simulation.collect(YOUNG)
    assert simulation.heap.weak.watched.old == simulation.heap.weak.watched.entries.length == 100


def test_what_can_be_selected(simulation: Simulation) -> None:
    leaf, large = simulation.new(LEAF), simulation.new(ARRAY, 5000)
    plain, weak = simulation.new(PLAIN), simulation.new(WEAK)
    static = simulation.static(PLAIN)
    for object, word in ((large, 4999), (plain, 1), (weak, 0), (address(static), 0)):
        simulation.store(object, word, leaf)
    simulation.store(plain, 0, leaf)
    simulation.new(WIDE)  # garbage
    simulation.roots = [large, plain, weak]
    simulation.collect()
    inspector = simulation.heap.inspector
    assert sorted(simulation.select(inspector.select_all())) == sorted([leaf, large, plain, weak])
    assert sorted(simulation.select(inspector.select_referrers(leaf))) == sorted([large, plain, address(static)])
    assert simulation.select(inspector.select_referents(plain)) == [leaf, leaf]
    simulation.roots = []
    simulation.store(address(static), 0, 0)
    count = inspector.select_all()
    simulation.collect()
    assert all(simulation.is_object(object) for object in simulation.select(count))
    simulation.collect()
    assert not simulation.is_object(leaf)
    free(static)


def test_frozen_objects_stay_and_are_not_looked_at(simulation: Simulation) -> None:
    plain, large = simulation.new(PLAIN), simulation.new(ARRAY, 5000)
    simulation.roots = [plain, large]
    simulation.collect()
    simulation.heap.freeze()
    simulation.roots = []
    for kind in (YOUNG, ALL, YOUNG, ALL):
        simulation.store(plain, 0, simulation.new(LEAF))
        simulation.store(large, 4000, simulation.new(LEAF))
        simulation.collect(kind)
        assert simulation.is_object(simulation.load(plain, 0))
        assert simulation.is_object(simulation.load(large, 4000))
    assert simulation.heap.statistics.frozen == 2 and simulation.heap.written.length == 2
    simulation.collect()
    simulation.heap.unfreeze()
    assert simulation.heap.statistics.frozen == simulation.heap.written.length == 0
    simulation.collect()
    assert not simulation.is_object(plain) and not simulation.is_object(large)


def test_stress_collects_at_each_nth_allocation(simulation: Simulation) -> None:
    simulation.heap.policy.stress = 10
    for _ in range(101):
        simulation.new(PLAIN)
        simulation.new(ARRAY, 2000)
    statistics = simulation.heap.statistics
    assert statistics.young + statistics.full == 21 and statistics.full == 1


def test_headers_of_survivors(simulation: Simulation) -> None:
    object = simulation.new(PLAIN)
    assert int(header_of(object).gc) == 0
    simulation.roots = [object]
    epochs = []
    for _ in range(4):
        simulation.collect(ALL)
        epochs.append(int(header_of(object).gc) & 3)
    assert epochs in ([1, 2, 1, 2], [2, 1, 2, 1])
