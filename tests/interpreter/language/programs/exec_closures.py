"""exec of code objects: with closures, and with parameters that nobody gives."""
import types


def with_closure():
    variable = 5

    def inner():
        print(variable)
    return inner


exec(with_closure().__code__, closure=with_closure().__closure__)
exec(with_closure().__code__, closure=(types.CellType(6),))
for closure in ((), (1,), [types.CellType(1)], None):
    try:
        exec(with_closure().__code__, closure=closure)
    except TypeError as error:
        print(error if closure is not None else "TypeError")
for source in ("1", with_closure.__code__):
    try:
        exec(source, closure=())
    except TypeError as error:
        print(error)
for function in (lambda parameter: parameter, lambda *rest: print(rest), lambda *, a, b: 1, lambda **rest: print(rest)):
    try:
        exec(function.__code__)
    except TypeError as error:
        print(error)
for content in (6, 7):
    def wrapped(outer=content):
        def inner(*rest):
            print(outer, rest)
        return inner
    exec(wrapped().__code__, closure=wrapped().__closure__)
