"""Generators, delegation, coroutines, asynchronous iteration."""


def inner():
    try:
        received = yield 1
        print("received", received)
        yield 2
    except KeyError as error:
        print("inner caught", error)
        yield "caught"
    return "result"


def outer():
    result = yield from inner()
    print("result", result)
    yield from [10, 20]
    return (yield)


g = outer()
print(next(g), g.send("hello"), next(g), next(g), next(g))
try:
    g.send("end")
except StopIteration as stop:
    print("stopped", stop.value)

g = outer()
next(g)
print(g.throw(KeyError("k")), list(g))


def echo():
    value = None
    while True:
        value = yield value


e = echo()
next(e)
print([e.send(i) for i in range(3)])
print(sum(x * y for x in range(4) for y in range(x) if y), list(i for i in (j for j in "abc")))


def yields_in_expressions():
    x = (yield 1) + (yield 2)
    y = [(yield 3), (yield 4)]
    print(x, y, f"{(yield 5)}", {(yield 6): (yield 7)})


g = yields_in_expressions()
value = next(g)
try:
    while True:
        value = g.send(value * 10)
except StopIteration:
    pass


class Awaitable:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        sent = yield ("waiting", self.value)
        return (self.value, sent)


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await Awaitable(self.n)
        return self.n


class Manager:
    async def __aenter__(self):
        await Awaitable("enter")
        return "entered"

    async def __aexit__(self, kind, value, traceback):
        await Awaitable("exit")
        print("exit", kind)
        return kind is ValueError


async def agen(n):
    for i in range(n):
        await Awaitable(i)
        yield i


async def main():
    print(await Awaitable("first"))
    async for i in Countdown(3):
        if i == 1:
            continue
        print("item", i)
    else:
        print("else")
    async for i in Countdown(3):
        break
    print("left at", i)
    async with Manager() as m, Manager():
        print(m)
    async with Manager():
        raise ValueError("suppressed")
    print([i async for i in agen(3) if i], {i: await Awaitable(i) async for i in Countdown(2)})
    print([x + y async for x in agen(2) for y in range(2)])
    print([i async for i in (j * 2 async for j in agen(3))])
    try:
        async with Manager():
            return "returned"
    finally:
        print("finally")


def drive(coroutine):
    result = None
    while True:
        try:
            result = coroutine.send(result)
        except StopIteration as stop:
            return stop.value


print(drive(main()))


async def raising():
    async for _ in Countdown(2):
        raise KeyError("inside")


try:
    drive(raising())
except KeyError as error:
    print(repr(error))


class MakesOther(Exception):
    def __new__(cls, *arguments):
        return cls


def waits():
    try:
        yield 1
    except TypeError as error:
        print("inside:", str(error).split(" <")[0], error.__context__)
        yield 2


generator = waits()
print(next(generator), generator.throw(MakesOther))
generator = waits()
try:
    generator.throw(MakesOther)
except TypeError:
    print(list(generator))
try:
    raise MakesOther
except TypeError as error:
    print(error)
