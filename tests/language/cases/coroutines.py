"""Calls that are suspended and continued: stacks, coroutines, and what is live across a switch."""
from typing import Callable, Optional, TypeVar

from tests.language.opaque import a_float, a_str, an_int
from transform.rpython import (
    CLibrary, Coroutine, CoroutineError, CoroutineExit, CoroutineFamily, Ptr, Stack, alloc, callback_depth, char,
    free, int8, int32, never_inline, stack_space, switch_stack, uint8, uint16, uint64,
)
from transform.rpython.customdict import CustomDict

T = TypeVar("T")


class _Log:
    """What happened, in order."""

    text: str

    def __init__(self) -> None:
        self.text = ""

    def add(self, what: str) -> None:
        self.text += what + " "


class _World:
    """A family with its main coroutine and a log."""

    family: CoroutineFamily
    home: Coroutine
    log: _Log

    def __init__(self) -> None:
        self.family = CoroutineFamily()
        self.home = self.family.current
        self.log = _Log()

    def start(self, function: Callable[[], None]) -> Coroutine:
        coroutine = Coroutine(self.family)
        coroutine.bind(function)
        coroutine.switch()
        return coroutine

    @never_inline
    def pause(self) -> None:
        """Goes back to the main coroutine, until that comes here again."""
        self.home.switch()


# Stacks.

class _PingPong:
    log: _Log
    home: Stack
    away: Stack

    def __init__(self) -> None:
        self.log = _Log()
        self.home = Stack()
        self.away = Stack(self.run)

    def run(self) -> Stack:
        for i in range(3):
            self.log.add(f"ping {i}")
            switch_stack(self.away, self.home)
        self.log.add("end")
        return self.home


def stacks_alternate() -> str:
    game = _PingPong()
    i = 0
    while game.away.is_suspended():
        game.log.add(f"pong {i}")
        i += 1
        switch_stack(game.home, game.away)
    return game.log.text


def a_stack_is_suspended_or_not() -> str:
    game = _PingPong()
    before = game.away.is_suspended()
    switch_stack(game.home, game.away)
    return f"{before} {game.home.is_suspended()} {game.away.is_suspended()} {Stack().is_suspended()}"


def stack_space_is_there() -> bool:
    return stack_space() > 100000


class _Relay:
    """Three stacks, each of which ends and hands on to the next."""

    log: _Log
    home: Stack
    second: Stack

    def __init__(self) -> None:
        self.log = _Log()
        self.home = Stack()
        self.second = Stack(self.run_second)

    def run_first(self) -> Stack:
        self.log.add("first")
        return self.second

    def run_second(self) -> Stack:
        self.log.add("second")
        return self.home


def a_stack_ends_into_another() -> str:
    relay = _Relay()
    switch_stack(relay.home, Stack(relay.run_first))
    relay.log.add("home")
    return relay.log.text


# Coroutines.

class _Counter(_World):
    count: int

    def run(self) -> None:
        for i in range(an_int(3)):
            self.count = i
            self.pause()
        self.count = -1


def coroutine_goes_on_where_it_was() -> str:
    counter = _Counter()
    coroutine = counter.start(counter.run)
    while coroutine.is_alive():
        counter.log.add(str(counter.count))
        coroutine.switch()
    return counter.log.text + str(counter.count)


class _Deep(_World):
    def run(self) -> None:
        self.log.add(str(self.descend(an_int(50))))

    @never_inline
    def descend(self, n: int) -> int:
        if n == 0:
            self.pause()
            return 1
        below = self.descend(n - 1)
        return below + n


def switch_below_many_calls() -> str:
    deep = _Deep()
    coroutine = deep.start(deep.run)
    coroutine.switch()
    return deep.log.text


class _Types(_World):
    """Each method gives back another type, from below a switch, with values of other types live across it."""

    @never_inline
    def nothing(self) -> None:
        self.pause()

    @never_inline
    def a_bool(self, x: bool) -> bool:
        self.pause()
        return not x

    @never_inline
    def an_int8(self, x: int8) -> int8:
        self.pause()
        return int8(x + int8(1))

    @never_inline
    def a_uint8(self, x: uint8) -> uint8:
        self.pause()
        return x

    @never_inline
    def a_uint16(self, x: uint16) -> uint16:
        self.pause()
        return x

    @never_inline
    def an_int32(self, x: int32) -> int32:
        self.pause()
        return x

    @never_inline
    def a_uint64(self, x: uint64) -> uint64:
        self.pause()
        return x

    @never_inline
    def a_float(self, x: float) -> float:
        self.pause()
        return x * 2.0

    @never_inline
    def a_str(self, x: str) -> str:
        self.pause()
        return x + x

    @never_inline
    def an_optional(self, x: Optional[str]) -> Optional[str]:
        self.pause()
        return x

    @never_inline
    def a_char(self, x: str) -> char:
        self.pause()
        return x[0]

    @never_inline
    def a_pair(self, x: int, y: str) -> tuple[int, str]:
        self.pause()
        return x, y

    @never_inline
    def a_nest(self, x: float) -> tuple[tuple[bool, float], list[int]]:
        self.pause()
        return (True, x), [1, 2]

    @never_inline
    def a_pointer(self, p: Ptr[uint8]) -> Ptr[uint8]:
        self.pause()
        return p

    def run(self) -> None:
        self.nothing()
        flag, text, number, real = an_int(1) == 1, a_str("text"), an_int(-113), a_float(-113.0)
        pair = an_int(5), a_str("pair")
        small = int8(an_int(-114))
        raw = alloc(uint8, 4)
        raw[2] = uint8(an_int(77))
        log = self.log
        log.add(f"{self.a_bool(flag)} {self.an_int8(small)} {self.a_uint8(uint8(143))}")
        log.add(f"{self.a_uint16(uint16(143))} {self.an_int32(int32(-113))} {self.a_uint64(uint64(143))}")
        log.add(f"{self.a_float(real)} {self.a_float(real / 2.0)} {self.a_str(text)}")
        found = self.an_optional(text)
        missing = self.an_optional(None)
        log.add(f"{found is not None} {missing is None} {self.a_char(text)}")
        a, b = self.a_pair(number, text)
        (yes, twice), numbers = self.a_nest(real)
        log.add(f"{a} {b} {yes} {twice} {len(numbers)} {self.a_pointer(raw)[2]}")
        log.add(f"{flag} {text} {number} {real} {pair[0]} {pair[1]} {small} {raw[2]}")
        free(raw)


def values_of_every_type_survive() -> str:
    types = _Types()
    coroutine = types.start(types.run)
    switches = 1
    while coroutine.is_alive():
        coroutine.switch()
        switches += 1
    return types.log.text + str(switches)


# Exceptions.

class _Failing(_World):
    @never_inline
    def fail(self, message: str) -> int:
        self.pause()
        raise ValueError(message)

    def run(self) -> None:
        try:
            self.fail("first")
        except ValueError as error:
            self.log.add(f"caught {error}")
        try:
            try:
                self.log.add(str(self.fail("second")))
            finally:
                self.log.add("finally")
                self.pause()
                self.log.add("cleaned")
        except KeyError:
            self.log.add("wrong")
        except ValueError as error:
            self.log.add(f"caught {error}")
            self.pause()
            self.log.add(str(error))

    def escape(self) -> None:
        self.fail("third")


def exceptions_behind_a_switch() -> str:
    failing = _Failing()
    coroutine = failing.start(failing.run)
    while coroutine.is_alive():
        failing.log.add("|")
        coroutine.switch()
    return failing.log.text


def exception_goes_to_the_resumer() -> str:
    failing = _Failing()
    coroutine = failing.start(failing.escape)
    try:
        coroutine.switch()
    except ValueError as error:
        return f"{error} {coroutine.is_alive()}"
    return "nothing"


class _Guard:
    log: _Log

    def __init__(self, log: _Log) -> None:
        self.log = log

    def __enter__(self) -> None:
        self.log.add("enter")

    def __exit__(self, kind: Optional[object], value: Optional[BaseException], traceback: Optional[object]) -> None:
        self.log.add("exit")


class _Victim(_World):
    def run(self) -> None:
        with _Guard(self.log):
            try:
                self.pause()
                self.log.add("continued")
                self.pause()
            except LookupError as error:
                self.log.add(f"thrown {error}")
                self.pause()
            finally:
                self.log.add("finally")


def with_and_finally_wait_for_the_end() -> str:
    victim = _Victim()
    coroutine = victim.start(victim.run)
    coroutine.switch()
    victim.log.add("|")
    coroutine.switch()
    return victim.log.text


def throw_raises_where_it_waits() -> str:
    victim = _Victim()
    coroutine = victim.start(victim.run)
    coroutine.throw(LookupError("key"))
    victim.log.add("|")
    coroutine.switch()
    return victim.log.text + str(coroutine.is_alive())


def throw_what_is_not_caught() -> str:
    victim = _Victim()
    coroutine = victim.start(victim.run)
    try:
        coroutine.throw(ZeroDivisionError("zero"))
    except ZeroDivisionError as error:
        victim.log.add(f"back {error}")
    return victim.log.text


def throw_before_the_start() -> str:
    victim = _Victim()
    coroutine = Coroutine(victim.family)
    coroutine.bind(victim.run)
    try:
        coroutine.throw(IndexError("early"))
    except IndexError as error:
        victim.log.add(f"back {error}")
    return victim.log.text + str(coroutine.is_alive())


def kill_runs_the_finally_blocks() -> str:
    victim = _Victim()
    coroutine = victim.start(victim.run)
    coroutine.kill()
    coroutine.kill()
    return victim.log.text + str(coroutine.is_alive())


def kill_before_the_start() -> str:
    victim = _Victim()
    coroutine = Coroutine(victim.family)
    coroutine.bind(victim.run)
    coroutine.kill()
    return victim.log.text + str(coroutine.is_alive())


class _Stubborn(_World):
    def run(self) -> None:
        try:
            self.pause()
        except CoroutineExit:
            self.log.add("not yet")
            self.pause()
        self.log.add("now")


def kill_may_be_caught() -> str:
    stubborn = _Stubborn()
    coroutine = stubborn.start(stubborn.run)
    coroutine.kill()
    alive = coroutine.is_alive()
    coroutine.switch()
    return f"{stubborn.log.text}{alive} {coroutine.is_alive()}"


def ended_coroutines_refuse() -> str:
    counter = _Counter()
    coroutine = Coroutine(counter.family)
    refused = ""
    try:
        coroutine.switch()
    except CoroutineError:
        refused += "switch "
    try:
        coroutine.throw(ValueError("x"))
    except CoroutineError:
        refused += "throw "
    coroutine.bind(counter.run)
    try:
        coroutine.bind(counter.run)
    except CoroutineError:
        refused += "bind"
    return refused


def bound_again_after_the_end() -> str:
    counter = _Counter()
    coroutine = counter.start(counter.run)
    coroutine.kill()
    coroutine.bind(counter.run)
    coroutine.switch()
    coroutine.switch()
    return f"{counter.count} {coroutine.is_alive()}"


def switch_to_oneself() -> str:
    world = _World()
    world.home.switch()
    return f"{world.home.is_alive()} {world.family.current is world.home}"


# Chains of coroutines.

class _Nested(_World):
    """A coroutine that continues another, which continues a third."""

    inner: Coroutine
    innermost: Coroutine

    def __init__(self) -> None:
        super().__init__()
        self.inner = Coroutine(self.family)
        self.inner.bind(self.inner_run)
        self.innermost = Coroutine(self.family)
        self.innermost.bind(self.innermost_run)

    def outer_run(self) -> None:
        self.log.add("outer")
        self.inner.switch()
        self.log.add("outer again")

    def inner_run(self) -> None:
        self.log.add("inner")
        self.innermost.switch()
        self.log.add("inner again")

    def innermost_run(self) -> None:
        self.log.add("innermost")
        self.pause()
        self.log.add("innermost again")


def each_ends_into_its_resumer() -> str:
    nested = _Nested()
    outer = nested.start(nested.outer_run)
    for coroutine in [nested.innermost, nested.inner, outer]:
        nested.log.add("main")
        coroutine.switch()
    return nested.log.text


class _Unbroken(_Nested):
    def innermost_run(self) -> None:
        self.log.add("innermost")


def ends_go_back_through_all() -> str:
    nested = _Unbroken()
    nested.start(nested.outer_run)
    return nested.log.text


class _Filter(_World):
    """The sieve of Eratosthenes: a chain of coroutines."""

    def __init__(self) -> None:
        super().__init__()
        self.value = 0

    value: int


class _Source:
    world: _Filter
    coroutine: Coroutine
    upstream: Optional["_Source"]
    consumer: Coroutine
    prime: int

    def __init__(self, world: _Filter, upstream: Optional["_Source"], prime: int) -> None:
        self.world = world
        self.upstream = upstream
        self.prime = prime
        self.coroutine = Coroutine(world.family)
        self.consumer = world.home
        self.coroutine.bind(self.run)

    def next(self) -> int:
        self.consumer = self.world.family.current
        self.coroutine.switch()
        return self.world.value

    def run(self) -> None:
        upstream = self.upstream
        n = 2
        while True:
            if upstream is None:
                self.give(n)
                n += 1
            else:
                value = upstream.next()
                if value % self.prime != 0:
                    self.give(value)

    def give(self, value: int) -> None:
        self.world.value = value
        self.consumer.switch()


def sieve_of_coroutines() -> str:
    world = _Filter()
    source = _Source(world, None, 0)
    primes = ""
    for _ in range(10):
        prime = source.next()
        primes += f"{prime} "
        source = _Source(world, source, prime)
    return primes


class _Tree:
    left: Optional["_Tree"]
    right: Optional["_Tree"]
    leaf: int

    def __init__(self, leaf: int, left: Optional["_Tree"] = None, right: Optional["_Tree"] = None) -> None:
        self.leaf = leaf
        self.left = left
        self.right = right


class _Fringe(_World):
    """The leaves of a tree, one at a time, out of a recursive walk."""

    tree: _Tree
    leaf: int
    walker: Coroutine

    def __init__(self, tree: _Tree) -> None:
        super().__init__()
        self.tree = tree
        self.leaf = 0
        self.walker = Coroutine(self.family)
        self.walker.bind(self.run)

    def run(self) -> None:
        self.walk(self.tree)

    def walk(self, tree: _Tree) -> None:
        left, right = tree.left, tree.right
        if left is not None:
            self.walk(left)
        if right is not None:
            self.walk(right)
        if left is None and right is None:
            self.leaf = tree.leaf
            self.pause()

    def __iter__(self) -> "_Fringe":
        return self

    def __next__(self) -> int:
        self.walker.switch()
        if not self.walker.is_alive():
            raise StopIteration
        return self.leaf


def _leaves(tree: _Tree) -> str:
    return " ".join([str(leaf) for leaf in _Fringe(tree)])


def same_fringe() -> str:
    one = _Tree(0, _Tree(1), _Tree(0, _Tree(2), _Tree(3)))
    other = _Tree(0, _Tree(0, _Tree(1), _Tree(2)), _Tree(3))
    return f"{_leaves(one)}, {_leaves(other)}"


def two_families_in_turn() -> str:
    one = _Fringe(_Tree(0, _Tree(1), _Tree(2)))
    other = _Fringe(_Tree(0, _Tree(3), _Tree(4)))
    text = ""
    for leaf in one:
        text += f"{leaf} {other.__next__()} "
    return text


class _FamilyInside(_World):
    """A coroutine that uses another family, to its end, between two switches of its own."""

    def run(self) -> None:
        for leaf in _Fringe(_Tree(0, _Tree(1), _Tree(2))):
            self.log.add(str(leaf))
            self.pause()


def a_family_inside_a_coroutine() -> str:
    inside = _FamilyInside()
    coroutine = inside.start(inside.run)
    while coroutine.is_alive():
        inside.log.add("|")
        coroutine.switch()
    return inside.log.text


class _Worker(_World):
    number: int
    total: int

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.total = 0

    def run(self) -> None:
        mine = self.number
        for i in range(3):
            self.total += self.step(mine, i)

    @never_inline
    def step(self, mine: int, i: int) -> int:
        self.pause()
        return mine * 10 + i


def many_at_once() -> int:
    workers = [_Worker(i) for i in range(300)]
    coroutines = [worker.start(worker.run) for worker in workers]
    while any([coroutine.is_alive() for coroutine in coroutines]):
        for coroutine in coroutines:
            if coroutine.is_alive():
                coroutine.switch()
    total = 0
    for worker in workers:
        total += worker.total
    return total


# Ways to call.

class _Shape(_World):
    def area(self, factor: int) -> int:
        return 0

    def run(self) -> None:
        self.log.add(str(self.area(an_int(2))))


class _Square(_Shape):
    def area(self, factor: int) -> int:
        self.pause()
        return 4 * factor


class _Circle(_Shape):
    def area(self, factor: int) -> int:
        before = super().area(factor)
        self.pause()
        return 3 * factor + before


def virtual_methods_switch() -> str:
    text = ""
    shapes: list[_Shape] = [_Shape(), _Square(), _Circle()]
    for shape in shapes:
        coroutine = shape.start(shape.run)
        while coroutine.is_alive():
            coroutine.switch()
        text += shape.log.text
    return text


def _apply(function: Callable[[T], T], value: T, times: int) -> T:
    for _ in range(times):
        value = function(value)
    return value


class _Callbacks(_World):
    def twice(self, n: int) -> int:
        self.pause()
        return n * 2

    def longer(self, s: str) -> str:
        self.pause()
        return s + "!"

    def same(self, a: str, b: str) -> bool:
        self.pause()
        return a.lower() == b.lower()

    def hash(self, a: str) -> int:
        self.pause()
        return len(a)

    def run(self) -> None:
        self.log.add(f"{_apply(self.twice, 1, an_int(5))} {_apply(self.longer, a_str('hey'), an_int(2))}")
        table = CustomDict[str, int](self.same, self.hash)
        table[a_str("One")] = 1
        table[a_str("TWO")] = 2
        table[a_str("one")] += 10
        self.log.add(f"{table[a_str('ONE')]} {table[a_str('two')]} {len(table)}")


def function_values_switch() -> str:
    callbacks = _Callbacks()
    coroutine = callbacks.start(callbacks.run)
    switches = 1
    while coroutine.is_alive():
        coroutine.switch()
        switches += 1
    return callbacks.log.text


class _Loops(_World):
    def items(self) -> list[int]:
        self.pause()
        return [3, 1, 2]

    def run(self) -> None:
        squares = [self.square(x) for x in self.items()]
        self.log.add(str(len(squares)))
        total = 0.5
        for i, x in enumerate(squares):
            if self.odd(x):
                continue
            total += float(i) + self.half(x)
        self.log.add(str(total))
        text = "-".join([self.name(key, value) for key, value in {"a": 1, "b": 2}.items()])
        self.log.add(text)

    def square(self, x: int) -> int:
        self.pause()
        return x * x

    def odd(self, x: int) -> bool:
        self.pause()
        return x % 2 == 1

    def half(self, x: int) -> float:
        self.pause()
        return x / 2

    def name(self, key: str, value: int) -> str:
        self.pause()
        return f"{key}{value}"


def loops_and_comprehensions_switch() -> str:
    loops = _Loops()
    coroutine = loops.start(loops.run)
    while coroutine.is_alive():
        coroutine.switch()
    return loops.log.text


# Callbacks from C.

_c = CLibrary("void call_back(void (*function)(long), long n);",
              source="static void call_back(void (*function)(long), long n) { function(n); }")
_called = _World()
_others: list[Coroutine] = []


def _switching(n: int) -> None:
    _called.log.add(f"depth {callback_depth()}")
    for other in _others:
        try:
            other.switch()
        except CoroutineError as error:
            _called.log.add(str(error))
        try:
            other.throw(ValueError("lost?"))
        except CoroutineError:
            _called.log.add("nor thrown into")
    if n > 0:
        _c.call_back(_switching, n - 1)


def _twice() -> None:
    _called.pause()
    _called.log.add("went on")
    _called.pause()
    _called.log.add("ended")


def no_switch_out_of_a_callback() -> str:
    _called.log.text = ""
    other = _called.start(_twice)
    _others.append(other)
    _c.call_back(_switching, an_int(1))
    _called.log.add(f"depth {callback_depth()}")
    other.switch()
    other.switch()
    _others.pop()
    return f"{_called.log.text} {other.is_alive()}"
