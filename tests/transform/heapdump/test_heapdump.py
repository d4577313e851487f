"""Heap dumps: what a program writes is read back; damaged files are refused with a reason."""
from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transform.runtime.gc.test_translated import build, run
from transform.heapdump.__main__ import main
from transform.heapdump.reading import END, MAGIC, OBJECTS, ROOTS, STATIC, TYPES, DumpError, Heap, read_dump
from transform.heapdump.retained import dominator_tree, retained_by_type


def words(*values: int | bytes) -> bytes:
    """Numbers, and texts filled up to words."""
    return b"".join(struct.pack("<Q", value) if isinstance(value, int) else value + b"\0" * (-len(value) % 8)
                    for value in values)


SMALL = words(MAGIC, TYPES, 8, 4, b"Node", 16, 9, b"list[int]", 0,
              OBJECTS, 800, 8, 24, 2, 808, 99992, 808, 16, 32, 0, 0,
              STATIC, 160, 8, 24, 1, 800, 0, ROOTS, 808, 0, END, 3)


def write(folder: Path, data: bytes) -> Path:
    path = folder / "a.heap"
    path.write_bytes(data)
    return path


def test_reading(tmp_path: Path) -> None:
    heap = read_dump(write(tmp_path, SMALL))
    assert heap.names == ["Node", "list[int]"] and heap.types == [0, 1, 0] and heap.sizes == [24, 32, 24]
    assert heap.references == [[1], [], [0]]
    assert heap.roots == [1, 2] and heap.first_static == 2


@pytest.mark.parametrize("data, reason", [
    (b"", "no heap dump"),
    (b"some other file", "no heap dump"),
    (SMALL[:-3], "middle of a word"),
    (SMALL[:-8], "cut off"),
    (SMALL + words(0), "with 3 objects"),
    (SMALL[:-8] + words(4), "with 4 objects"),
    (SMALL.replace(words(808, 16), words(808, 17)), "no object"),
    (SMALL.replace(words(800, 8, 24, 2), words(800, 8, 24, 1 << 40)), "does not fit"),
    (SMALL.replace(words(STATIC, 160), words(STATIC, 800)), "one address"),
    (words(MAGIC, OBJECTS), "types should begin here"),
    (words(MAGIC, TYPES, 8, 1 << 50), "no type"),
])
def test_damaged_files(data: bytes, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, data)
    with pytest.raises(DumpError, match=reason):
        read_dump(path)
    assert main([str(path)]) == 1
    assert capsys.readouterr().err.startswith(f"error: {path}: ")


@given(data=st.binary(max_size=400), at=st.integers(0, len(SMALL)))
def test_any_file_is_read_or_refused(data: bytes, at: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = write(tmp_path_factory.mktemp("dump"), SMALL[:at] + data + SMALL[at + len(data):])
    try:
        read_dump(path)
    except DumpError:
        pass


def test_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none")]) == 2
    assert "No such file" in capsys.readouterr().err


@st.composite
def heaps(draw: st.DrawFn) -> Heap:
    count = draw(st.integers(1, 12))
    numbers = st.integers(0, count - 1)
    return Heap(["A", "B", "C"], [8 * (i + 1) for i in range(count)], [1 << i for i in range(count)],
                draw(st.lists(st.integers(0, 2), min_size=count, max_size=count)),
                draw(st.lists(st.lists(numbers, max_size=4), min_size=count, max_size=count)),
                sorted(draw(st.sets(numbers))), count)


def reached(heap: Heap, without: int = -1) -> set[int]:
    found: set[int] = set()
    work = list(heap.roots)
    while work:
        node = work.pop()
        if node != without and node not in found:
            found.add(node)
            work += heap.references[node]
    return found


@given(heap=heaps())
def test_dominators_are_what_all_ways_go_through(heap: Heap) -> None:
    order, dominators = dominator_tree(heap)
    alive = reached(heap)
    assert sorted(order) == sorted(alive)
    for node in alive:
        above, at = set(), node
        while dominators[at] >= 0:
            at = dominators[at]
            above.add(at)
        assert above == {other for other in alive if other != node and node not in reached(heap, other)}


def test_retained(tmp_path: Path) -> None:
    """Two lists of nodes, of which one node is in both."""
    heap = Heap(["list", "Node"], [8 * i for i in range(1, 6)], [100, 200, 10, 20, 30], [0, 0, 1, 1, 1],
                [[2, 3], [3, 4], [], [], [2]], [0, 1], 5)
    assert retained_by_type(heap) == [100 + 200 + 30, 10 + 20 + 30]


def test_a_program_writes_its_heap(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    binary = build("dump", tmp_path)
    path = tmp_path / "program.heap"
    assert run(binary, str(path)).returncode == 0
    heap = read_dump(path)
    counts = {name: heap.types.count(number) for number, name in enumerate(heap.names)}
    assert counts["Tree"] == 127 and counts["Leaf"] == 128 and counts["World"] == 1
    world = heap.types.index(heap.names.index("World"))
    assert world in heap.roots and len(reached(heap)) >= 127 + 128 + 100
    assert max(heap.sizes) > 100000
    assert main(["--retained", str(path)]) == 0
    printed = capsys.readouterr().out
    assert f"{len(heap.addresses):,} objects" in printed and "127" in printed
    done = run(binary, str(tmp_path / "no" / "such" / "folder"))
    assert done.returncode == 1 and done.stdout == "not written\n"
