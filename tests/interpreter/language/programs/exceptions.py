"""try, except, else, finally, with, except*; and every way out of them."""


def ways(kind):
    log = []
    for i in range(3):
        log.append(i)
        try:
            try:
                if kind == "break":
                    break
                if kind == "continue":
                    continue
                if kind == "return":
                    return log
                if kind == "raise":
                    raise ValueError(i)
                log.append("body")
            except ValueError as error:
                log.append(str(error))
                if i == 1:
                    return ("from handler", log)
            else:
                log.append("else")
            finally:
                log.append("inner")
                if kind == "swallow":
                    continue
        finally:
            log.append("outer")
    else:
        log.append("no break")
    return log


for kind in ["none", "break", "continue", "return", "raise", "swallow"]:
    print(kind, ways(kind))


def overriding():
    try:
        return 1
    finally:
        return 2


def kept(x):
    try:
        return x
    finally:
        x = 5


def nested_return():
    for i in range(2):
        try:
            try:
                return i
            finally:
                print("first")
        finally:
            print("second")
            if i == 0:
                continue


print(overriding(), kept(1), nested_return())


class Manager:
    def __init__(self, name, suppress=False):
        self.name = name
        self.suppress = suppress

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value, traceback is not None)
        return self.suppress


def managed(action):
    for _ in [1]:
        with Manager("a") as a, Manager("b", True) as [b], Manager("c"):
            print(a, b)
            if action == "return":
                return "returned"
            if action == "break":
                break
            if action == "raise":
                raise KeyError(action)
        print("after")
    else:
        return "else"
    return "end"


for action in ["none", "return", "break", "raise"]:
    print(managed(action))


def chained():
    try:
        try:
            1 / 0
        except ZeroDivisionError as error:
            raise KeyError("second") from error
    except KeyError as error:
        print(repr(error), repr(error.__cause__), repr(error.__context__))
    try:
        try:
            raise TypeError("first")
        finally:
            raise ValueError("in finally")
    except ValueError as error:
        print(repr(error), repr(error.__context__), error.__cause__)
    try:
        try:
            raise TypeError
        except TypeError:
            raise
    except TypeError as error:
        print(repr(error), error.__context__)
    try:
        raise ValueError from None
    except ValueError as error:
        print(error.__suppress_context__)


chained()


def bare_raise_in_nested():
    try:
        raise ValueError(1)
    except ValueError:
        try:
            raise KeyError(2)
        except KeyError:
            pass
        try:
            raise
        except ValueError as error:
            print("again", error)


bare_raise_in_nested()


def matching(error):
    try:
        raise error
    except (KeyError, IndexError) as found:
        return "lookup", type(found).__name__
    except ArithmeticError:
        return "arithmetic"
    except:  # noqa: E722
        return "other"


print(matching(KeyError()), matching(IndexError()), matching(ZeroDivisionError()), matching(OSError()))


def stars(*errors):
    try:
        try:
            raise ExceptionGroup("group", errors)
        except* ValueError as group:
            print("values", group.exceptions)
        except* (KeyError, TypeError) as group:
            print("others", group.exceptions)
            raise RuntimeError("new")
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as rest:
        print("left", repr(rest))


stars(ValueError(1))
stars(ValueError(1), KeyError(2))
stars(OSError(3), ValueError(1))


def star_alone():
    try:
        raise ValueError(1)
    except* ValueError as group:
        print(repr(group))
    try:
        print("nothing raised")
    except* ValueError:
        print("not here")
    else:
        print("else")


star_alone()


def assertions(x):
    try:
        assert x > 1, f"{x} is small"
        assert x < 5
    except AssertionError as error:
        return repr(error)
    return "fine"


print(assertions(0), assertions(3), assertions(9))


def while_with_else(n):
    while n:
        n -= 1
        if n == 3:
            break
    else:
        return "else"
    return n


print(while_with_else(2), while_with_else(9))


def finally_in_generator():
    try:
        x = yield 1
        print("got", x)
        yield 2
    except ValueError as error:
        print("thrown", error)
        yield 3
    finally:
        print("closed")


g = finally_in_generator()
print(next(g), g.send("x"), g.throw(ValueError("v")))
g.close()
g = finally_in_generator()
next(g)
g.close()


def loop_in_handler():
    for i in range(3):
        try:
            raise ValueError(i)
        except ValueError as e:
            if i == 0:
                continue
            for j in range(5):
                if j == i:
                    break
            else:
                continue
            if i == 2:
                break
    return i, j, "e" in locals() if False else None


print(loop_in_handler())
