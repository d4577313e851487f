"""The module greenlet: what the package of that name does."""
import contextvars
import threading

import greenlet as package
from greenlet import GreenletExit, getcurrent, greenlet


def attempt(function, *arguments):
    try:
        print("gives", function(*arguments))
    except BaseException as error:
        print(type(error).__name__, str(error).split("\n")[0])


log = []
main = getcurrent()
print(main.parent, main.dead, bool(main), main is getcurrent())

# Values go both ways.
def echo(*first, **names):
    got = (first, names)
    while True:
        got = main.switch(got)


one = greenlet(echo)
print(bool(one), one.dead, one.parent is main, one.run is echo)
print(one.switch(1, a=2), one.switch(), one.switch(5), one.switch(5, 6), one.switch(x=1), one.switch(1, x=2))
print(bool(one), one.dead, one.gr_frame is not None)
attempt(lambda: one.run)
attempt(setattr, one, "run", echo)

# The end gives a value to the parent.
print(greenlet(lambda: 42).switch())
two = greenlet(lambda x: x * 2)
print(two.switch(21), two.dead, bool(two), two.switch("dead"), two.switch(1, 2), two.switch())

# Exceptions.
attempt(greenlet(lambda: 1 // 0).switch)
attempt(two.throw, ValueError("dead"))
attempt(lambda: repr(two.throw()))
attempt(lambda: repr(greenlet(echo).throw()))
attempt(greenlet(echo).throw, KeyError)
attempt(two.throw, 1)
attempt(two.throw, ValueError, 1, 2)
attempt(two.throw, ValueError("a"), 1)
attempt(one.throw, KeyError, "into one")
print(one.dead)


def catching():
    while True:
        try:
            main.switch("waiting")
        except ZeroDivisionError as error:
            log.append(repr(error))
        except GreenletExit:
            log.append("exit")
            return "done"


three = greenlet(catching)
print(three.switch(), three.throw(ZeroDivisionError, "thrown"), three.throw(), log, three.dead)

# Parents.
four = greenlet(lambda: 4)
attempt(setattr, four, "parent", 3)
attempt(setattr, four, "parent", four)
attempt(setattr, main, "parent", four)
attempt(greenlet, 1, 2)
child = greenlet(lambda: "from child", four)
print(child.parent is four)
four.run = lambda value: ("four got", value)
print(child.switch(), four.dead)


def nested(depth):
    if depth:
        return greenlet(nested).switch(depth - 1) + 1
    return 0


print(nested(50))


# Switches inside built-in functions.
def key(value):
    main.switch(value)
    return -value


five = greenlet(lambda: sorted([1, 3, 2], key=key))
print(five.switch(), five.switch(), five.switch(), five.switch())


# Subclasses.
class Worker(greenlet):
    def __init__(self, name):
        super().__init__()
        self.name = name

    def run(self, value):
        while True:
            value = self.parent.switch((self.name, value))


worker = Worker("w")
print(worker.switch(1), worker.switch(2), worker.name, isinstance(worker, greenlet), worker.dead)
worker.extra = 1
four.extra = 2
print(worker.extra, four.extra, sorted(vars(worker)))


# A generator made of greenlets.
def generate(function):
    def body():
        function(lambda value: caller.switch(value))
        caller.throw(StopIteration)

    caller = getcurrent()
    runner = greenlet(body)
    try:
        while True:
            yield runner.switch()
    except StopIteration:
        return


def walk(put, n):
    if n:
        walk(put, n - 1)
        put(n)
        walk(put, n - 1)


def listed():
    found = []

    def body():
        walk(lambda value: home.switch(value), 3)
        return None

    home = getcurrent()
    runner = greenlet(body)
    while True:
        value = runner.switch()
        if runner.dead:
            return found
        found.append(value)


print(listed())

# Tracing.
events = []
package.settrace(lambda event, pair: events.append((event, pair[0] is main, pair[1] is main)))
six = greenlet(lambda: main.switch())
six.switch()
six.switch()
try:
    greenlet(lambda: 1 // 0).switch()
except ZeroDivisionError:
    pass
package.settrace(None)
print(events, package.gettrace())

# Context variables.
variable = contextvars.ContextVar("variable", default="unset")
variable.set("main")


def in_context():
    first = variable.get()
    variable.set("inner")
    main.switch()
    return first, variable.get()


seven = greenlet(in_context)
seven.switch()
print(variable.get(), seven.gr_context[variable])
print(seven.switch(), variable.get())
attempt(setattr, seven, "gr_context", 1)

# Threads.
results = []


def in_thread():
    results.append(getcurrent())
    results.append(greenlet(lambda: 1))
    try:
        four.switch()
    except package.error as error:
        results.append(str(error).split("\n")[0])
    results.append(greenlet(lambda: 5).switch())


thread = threading.Thread(target=in_thread)
thread.start()
thread.join()
print(results[2:], results[0] is main)
attempt(results[1].switch)

# What a handler of an exception handles is each greenlet's own.
def handling():
    try:
        raise KeyError("inner")
    except KeyError:
        main.switch()
        try:
            raise
        except KeyError as error:
            return repr(error)


eight = greenlet(handling)
try:
    raise ValueError("outer")
except ValueError:
    eight.switch()
    try:
        raise
    except ValueError as error:
        print(repr(error))
print(eight.switch())
