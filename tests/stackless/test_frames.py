"""What is pickled with tasklets, by itself: generators, coroutines, functions without a name, tracebacks ..."""

import copy
import copyreg
import pickle
import sys
import traceback
import types
from collections.abc import Callable, Iterator
from typing import Any

import stackless
from tests.stackless.support import raises
from tests.stackless.tables import table


def reloaded(x: Any) -> Any:
    return pickle.loads(pickle.dumps(x))


def reduced(x: Any) -> Any:
    """What a pickle keeps."""
    reducer: Any = copyreg.dispatch_table[type(x)]
    return reducer(x)


COPIES = [(f"protocol {protocol}", lambda x, protocol=protocol: pickle.loads(pickle.dumps(x, protocol)))
          for protocol in range(pickle.HIGHEST_PROTOCOL + 1)] + [("copy", copy.copy), ("deepcopy", copy.deepcopy)]


def stages(limit: int) -> Iterator[Any]:
    """Stops in each kind of block."""
    for number in range(limit):
        yield number
    try:
        yield from stages(limit - 1) if limit else ()
        try:
            raise KeyError(limit)
        except KeyError as error:
            yield repr(error)
            yield repr(sys.exc_info()[1])
            try:
                raise
            except KeyError as again:
                yield again is error
    finally:
        yield "finally"
    yield sys.exc_info()[1]
    numbers = iter([1, 2, 3])
    for number in numbers:
        yield number, list(numbers)


@table(*COPIES)
def test_generator(copied: Callable[[Any], Any]) -> None:
    """At each of its places."""
    whole = list(stages(2))
    for position in range(len(whole) + 1):
        generator = stages(2)
        assert [next(generator) for _ in range(position)] == whole[:position]
        second = copied(generator)
        assert (second.__name__, second.__qualname__, second.gi_suspended) == ("stages", "stages", position > 0)
        assert list(second) == whole[position:] == list(generator)


def test_copy_shares_what_variables_hold() -> None:
    def items(source: Iterator[int], held: list[int]) -> Iterator[int]:
        for number in range(3):
            held.append(number)
            yield next(source)
    held: list[int] = []
    generator = items(iter(range(10)), held)
    next(generator)
    other = copy.copy(generator)
    assert [next(generator), next(other), next(generator), next(other)] == [1, 2, 3, 4]
    assert held == [0, 1, 1, 2, 2]


def test_generator_in_its_own_frame() -> None:
    def selfish() -> Any:
        own = yield
        while True:
            yield own
    generator = selfish()
    next(generator)
    generator.send(generator)
    for loaded in reloaded(generator), copy.deepcopy(generator):
        assert next(loaded) is loaded is not generator


def test_running_generator() -> None:
    def pickles_itself() -> Any:
        yield pickle.dumps(generator)
    generator = pickles_itself()
    with raises(TypeError, "it is running"):
        next(generator)


@types.coroutine
def pause(value: Any) -> Any:
    return (yield value)


async def addition(count: int) -> int:
    total = 0
    for number in range(count):
        total += await pause(number)
    return total


def test_coroutine() -> None:
    coroutine = addition(3)
    assert coroutine.send(None) == 0 and coroutine.send(10) == 1
    for loaded in reloaded(coroutine), copy.copy(coroutine), coroutine:
        assert isinstance(loaded, types.CoroutineType) and loaded.send(20) == 2
        with raises(StopIteration) as caught:
            loaded.send(30)
        assert caught[0].value == 60    # type: ignore[attr-defined]


async def countdown(limit: int) -> Any:
    while limit:
        await pause(f"before {limit}")
        yield limit
        limit -= 1


async def all_of(limit: int) -> list[int]:
    return [number async for number in countdown(limit)]


def test_asynchronous_generator() -> None:
    """Its steps are pickled with the coroutine that awaits them."""
    whole = ["before 3", "before 2", "before 1"]
    for position in range(1, 4):
        coroutine = all_of(3)
        assert [coroutine.send(None) for _ in range(position)] == whole[:position]
        loaded = reloaded(coroutine)
        for each in loaded, coroutine:
            assert [each.send(None) for _ in range(3 - position)] == whole[position:]
            with raises(StopIteration) as caught:
                each.send(None)
            assert caught[0].value == [3, 2, 1]     # type: ignore[attr-defined]


def test_finalizer_of_asynchronous_generator() -> None:
    hooks = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(firstiter=FIRST.append, finalizer=LAST.append)
    generator = countdown(1)
    step = generator.__anext__()
    step.send(None)
    try:
        for flags, count in [(0, 1), (stackless.PICKLEFLAGS_RESET_AG_FINALIZER, 2)]:
            before = stackless.pickle_flags(flags)
            loaded = reloaded(generator)
            stackless.pickle_flags(max(before, 0))
            loaded.__anext__()
            assert len(FIRST) == count
    finally:
        sys.set_asyncgen_hooks(*hooks)
        with raises(StopIteration):
            step.send(None)
        FIRST.clear()


FIRST: list[Any] = []
LAST: list[Any] = []


def make_counter(start: int) -> Any:
    def count(step: int = 1, *, times: int = 1) -> int:
        """Counts."""
        nonlocal start
        start += step * times
        return start
    count.colour = "red"    # type: ignore[attr-defined]
    return count, lambda: start


@table(*COPIES[:-2])
def test_functions_without_a_name(copied: Callable[[Any], Any]) -> None:
    """They are pickled by value, and what they share stays shared."""
    count, look = copied(make_counter(5))
    assert (count(), count(2, times=3), look()) == (6, 12, 12)
    assert (count.__doc__, count.colour, count.__qualname__) == ("Counts.", "red", "make_counter.<locals>.count")
    assert count.__globals__ is globals() and count.__module__ == __name__
    assert pickle.loads(pickle.dumps(make_counter)) is make_counter


def test_recursive_function() -> None:
    def factorial(n: int) -> int:
        return n * factorial(n - 1) if n else 1
    loaded = reloaded(factorial)
    assert loaded(5) == 120 and loaded.__closure__[0].cell_contents is loaded is not factorial


def test_function_of_other_globals() -> None:
    names: dict[str, Any] = {}
    exec("limit = 7\ndef below(): return limit", names)
    loaded = reloaded(names["below"])
    names["limit"] = 8
    assert loaded() == 7


def test_code() -> None:
    code = make_counter.__code__
    loaded = reloaded(code)
    assert loaded == code and loaded is not code
    restore, arguments = reduced(code)
    with raises(ImportError, "another version of Bobbin"):
        restore(arguments[0] + 1, arguments[1])


def test_module() -> None:
    assert reloaded(sys) is sys and copy.deepcopy(stackless) is stackless
    with raises(TypeError, "not in sys.modules"):
        pickle.dumps(types.ModuleType("unknown"))


@table(("cell", types.CellType(3)), ("empty cell", types.CellType()))
def test_cell(cell: Any) -> None:
    assert reloaded(cell) == cell and copy.copy(cell) == cell


def test_views() -> None:
    names = {"a": 1}
    keys, values, items, loaded = reloaded([names.keys(), names.values(), names.items(), names])
    loaded["b"] = 2
    assert (list(keys), list(values), list(items)) == (["a", "b"], [1, 2], [("a", 1), ("b", 2)])


def fail(level: int) -> None:
    held = [level]
    if level == 0:
        raise KeyError(held)
    fail(level - 1)


def test_traceback() -> None:
    try:
        fail(3)
    except KeyError as error:
        found = error.__traceback__
        assert found is not None and found.tb_next is not None
        whole = found.tb_next
    loaded = reloaded(whole)
    assert traceback.format_tb(loaded) == traceback.format_tb(whole)
    assert loaded.tb_next.tb_frame.f_locals == {"level": 2, "held": [2]}
    again = pickle.loads(pickle.dumps(types.TracebackType(None, whole.tb_frame, 2, 77)))
    assert (again.tb_lineno, again.tb_lasti) == (77, 2)


def test_damaged_state() -> None:
    code = fail.__code__
    frame = reloaded(sys._getframe())
    with raises(RuntimeError):
        frame.__setstate__(())
    with raises(ValueError):
        reduced(sys._getframe())[0](code).__setstate__((1, 2))
