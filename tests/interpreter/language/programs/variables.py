"""Local, global, free and class variables; unbound ones; deletion."""


def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except NameError as error:
        print(type(error).__name__, error)


def unbound(condition):
    if condition:
        x = 1
    return x


attempt(unbound, True)
attempt(unbound, False)


def deleted(condition):
    x = 1
    if condition:
        del x
    return x


attempt(deleted, False)
attempt(deleted, True)


def deleted_in_loop():
    x = 0
    for i in range(3):
        print(x)
        if i == 1:
            del x
    return x


attempt(deleted_in_loop)


def loop_variable(items):
    for x in items:
        pass
    return x


attempt(loop_variable, [1, 2])
attempt(loop_variable, [])


def handler_name():
    e = 1
    try:
        raise ValueError("text")
    except ValueError as e:
        print(e)
    return e


attempt(handler_name)


def bound_in_handler(fail):
    try:
        if fail:
            raise KeyError
        y = 1
    except KeyError:
        z = 2
    else:
        z = 3
    finally:
        w = 4
    return z, w, y


attempt(bound_in_handler, False)
attempt(bound_in_handler, True)


def free_before_assignment():
    def inner():
        return later
    try:
        inner()
    except NameError as error:
        print(error)
    later = 1
    print(inner())
    del later
    return inner()


attempt(free_before_assignment)


def counter():
    count = 0

    def increment(step=1):
        nonlocal count
        count += step
        return count
    return increment, lambda: count


increment, get = counter()
increment()
increment(step=4)
print(get())


def parameters(a, b=2, /, c=3, *args, d, e=5, **kwargs):
    cells = lambda: (a, args, kwargs, d)  # noqa: E731
    return a, b, c, args, d, e, kwargs, cells()


print(parameters(1, d=4))
print(parameters(1, 2, 3, 4, 5, d=6, f=7, a=8))

total = 1


def use_global():
    global total, fresh
    total += 1
    fresh = total
    del total
    attempt(lambda: total)
    total = 5


use_global()
print(total, fresh)


class Scope:
    total = total
    copy = total + 1
    listed = [total for _ in range(2)]

    def method(self):
        return total, __class__

    def __private(self):
        return "private"

    def call(self):
        self.__value = 3
        return self.__private(), self._Scope__value, self.__value


print(Scope.total, Scope.copy, Scope.listed, Scope().method()[0], Scope().method()[1] is Scope, Scope().call())


def class_closure(x):
    class Inner:
        x = x if False else 2
        y = x

        def get(self):
            return x

        class Deeper:
            z = x
    return Inner.x, Inner.y, Inner().get(), Inner.Deeper.z


attempt(lambda: class_closure(1))


def class_free(v):
    class Inner:
        w = v

        def get(self):
            return v
    return Inner.w, Inner().get()


print(class_free(7))
print([x for x in range(3) if (last := x)], last)


def walrus():
    found = [y := f for f in (1, 2, 3) if any((z := g) > 2 for g in (f, f + 1))]
    return found, y, z


print(walrus())
print([[i * j for j in range(i)] for i in range(4)], {i: j for i, j in zip("ab", "cd")}, {i % 2 for i in range(5)})
print([a + b for a in (1, 2) for b in [a * 10] if b > 10], list(x for (x, y) in [(1, 2)]))
print((lambda *a, b=1, **c: (a, b, c))(1, 2, b=3, d=4), (lambda: (yield))().__next__())


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kwargs):
        return {"prepared": kwargs}

    def __new__(mcs, name, bases, namespace, **kwargs):
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace)


class WithMeta(metaclass=Meta, option=1):
    """Documented."""
    annotated: int = 1
    only: "str"

    def method(self, x: int, *args: str, y: float = 1.0, **kw: bytes) -> None:
        """Method."""


print(WithMeta.prepared, WithMeta.__doc__, WithMeta.__annotations__, WithMeta.__qualname__)
print(WithMeta.method.__annotations__, WithMeta.method.__doc__, WithMeta.method.__qualname__)
module_level: int = 3
print(__annotations__)
