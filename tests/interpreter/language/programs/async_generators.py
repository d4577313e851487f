"""Asynchronous generators, driven by hand."""
import types


@types.coroutine
def pause(value):
    return (yield value)


def step(awaitable):
    """What one step of an awaitable gives."""
    try:
        return "awaits", awaitable.send(None)
    except BaseException as error:
        return type(error).__name__, error.args


async def numbers():
    try:
        await pause("before")
        got = yield 1
        print("got", got)
        yield 2
    except KeyError as error:
        print("caught", error)
        yield "after error"
    finally:
        print("finally")
        await pause("closing")


def drive(awaitable, limit=5):
    for _ in range(limit):
        result = step(awaitable)
        print(result)
        if result[0] != "awaits":
            break


g = numbers()
first = g.__anext__()
print(step(first), g.ag_running)
print(step(g.__anext__()), step(g.asend(3)), step(g.aclose()), step(g.athrow(KeyError)))
print(step(first))
print(step(first))
drive(g.asend("sent"))
drive(g.athrow(KeyError("thrown")))
drive(g.aclose())
drive(g.aclose())
drive(g.__anext__())


async def ignoring():
    try:
        yield 1
    except GeneratorExit:
        yield 2

g = ignoring()
drive(g.__anext__())
drive(g.aclose())
g = numbers()
drive(g.aclose())
drive(g.__anext__())
g = numbers()
drive(g.athrow(ValueError("early")))
drive(g.__anext__())
s = g.asend(1)
s.close()
drive(s)


async def failing():
    yield 1
    raise StopAsyncIteration("own")

g = failing()
drive(g.__anext__())
drive(g.__anext__())
drive(g.__anext__())


async def consume():
    result = []
    async for item in numbers():
        result.append(item)
    return result

drive(consume(), 9)
print(type(numbers().__anext__()).__name__, type(numbers().aclose()).__name__)
