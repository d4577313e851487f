"""next() and send(), called by Python code and by built-in functions."""
import types


def two_then(end):
    yield 1
    yield 2
    return end


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except (Exception, StopIteration) as error:
        return repr(error), repr(error.__cause__), repr(error.__context__)


generator = two_then(7)
print(generator.send(None), next(generator), attempt(next, generator), attempt(next, generator), next(generator, "default"))
generator = two_then(8)
send = generator.send
print(attempt(send, 3), send(None), attempt(generator.__next__), attempt(send, 3), attempt(generator.send, 3))
generator = two_then(9)
print(generator.send(None), generator.send(1))
try:
    generator.send(2)
except StopIteration as error:
    print(error.value, error.__traceback__.tb_next)
try:
    generator.send(3)
except StopIteration as error:
    print(error.value)


def resumes_itself():
    yield next(own)


own = resumes_itself()
try:
    next(own)
except ValueError as error:
    print(error, error.__traceback__.tb_next.tb_frame.f_code.co_name)


def ends_wrongly():
    yield 1
    raise StopIteration(4)


generator = ends_wrongly()
next(generator)
try:
    next(generator)
except RuntimeError as error:
    print(error, repr(error.__cause__))
print(list(map(next, [two_then(1), two_then(2)])), [next(each) for each in (zip(two_then(0)), map(str, two_then(0)), enumerate(two_then(0)))])
print(sorted([3, 1, 2], key=two_then_more.send) if (two_then_more := (x for x in [5, 1, 7, 3])) and next(two_then_more) else None)


def nested(levels):
    yield next(nested(levels - 1)) + 1 if levels else 0


print(next(nested(200)))
try:
    next(nested(100_000))
except RecursionError as error:
    print(error)


async def answer():
    await asked()
    return 42


@types.coroutine
def asked():
    yield "question"


coroutine = answer()
print(coroutine.send(None), attempt(coroutine.send, None), attempt(coroutine.send, None))
try:
    coroutine = answer()
    coroutine.send(None)
    coroutine.send(None)
except StopIteration as error:
    print(error.value)
