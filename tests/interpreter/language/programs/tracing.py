"""sys.settrace and sys.setprofile."""
import gc
import sys

gc.collect()  # callbacks of weak references that the imports left would be traced, too


def trace(frame, event, arg):
    if event == "exception":
        arg = arg[0].__name__
    print(event, frame.f_lineno - frame.f_code.co_firstlineno, frame.f_code.co_name, arg)
    return trace


def one_line(): return 1


def gen():
    yield 1
    try:
        yield 2
    except KeyError:
        pass
    yield 3


def loop():
    for i in range(2):
        if i:
            continue
    while i:
        i -= 1
    for x in gen():
        x + 1


def inner():
    with Manager():
        raise ValueError(3)


class Manager:
    def __enter__(self): return 1
    def __exit__(self, *args): return False


def errors():
    try:
        1 / 0
    except ZeroDivisionError:
        pass
    finally:
        i = 2
    inner()


def thrown():
    g = gen()
    next(g)
    next(g)
    g.throw(KeyError(1))
    g.close()


for function in one_line, lambda: 2, loop, errors, thrown:
    print("----", function.__name__)
    sys.settrace(trace)
    try:
        function()
    except Exception as error:
        print(repr(error))
    sys.settrace(None)


def profile(frame, event, arg):
    print(event, frame.f_code.co_name, arg.__name__ if event.startswith("c_") else arg)


def profiled():
    len([1])
    [].append(2)
    "a".join(["b"])
    int("3")
    sorted([1, 2], key=lambda x: -x)
    try:
        len(3)
    except TypeError:
        pass


print("---- profile")
sys.setprofile(profile)
profiled()
sys.setprofile(None)


def here():
    x = 1
    sys.settrace(trace)
    sys._getframe().f_trace = trace
    x = 2
    for i in range(2):
        x += i
    sys.settrace(None)
    x = 4


here()


def variables():
    a = 1
    b = a
    return b


def changing(frame, event, arg):
    if event == "line" and frame.f_lineno == frame.f_code.co_firstlineno + 2:
        frame.f_locals["a"] = 99
    return changing


sys.settrace(changing)
result = variables()
sys.settrace(None)
print(result)


def by_instruction(frame, event, arg):
    frame.f_trace_opcodes = True
    frame.f_trace_lines = False
    events.append(event)
    return by_instruction


events = []
sys.settrace(by_instruction)
one_line()
sys.settrace(None)
print(events[0], events[-1], "opcode" in events, "line" in events, sys.gettrace(), sys.getprofile())


def failing(*args):
    raise RuntimeError("from the tracer")


sys.settrace(failing)
try:
    one_line()
except RuntimeError as error:
    print(error, sys.gettrace())
