"""Warnings: what filters do with them, and those of the compiler."""
import warnings


def shown(message, category, filename, lineno, file=None, line=None):
    print(f"{category.__name__}: {message} ({filename.rpartition('/')[2]}:{lineno})")


warnings.showwarning = shown
warnings.resetwarnings()
warnings.simplefilter("ignore", ImportWarning)


def attempt(function, *arguments, **named):
    try:
        function(*arguments, **named)
    except BaseException as error:
        print(type(error).__name__, error)


def compiled(source):
    for action in ("always", "error"):
        with warnings.catch_warnings():
            warnings.simplefilter(action)
            try:
                compile(source, "source", "exec")
            except SyntaxError as error:
                print(type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset)


warnings.warn("first")
for i in range(3):
    warnings.warn("in a loop")
warnings.warn("old", DeprecationWarning)
warnings.warn("not shown", ImportWarning)
warnings.warn(UserWarning("an object"), ImportWarning)


def library():
    warnings.warn("of the caller", stacklevel=2)
    warnings.warn("of nobody", stacklevel=20)


library()
for action in ("once", "module", "always", "default", "error", "ignore", "nonsense"):
    with warnings.catch_warnings():
        attempt(warnings.simplefilter, action) if action != "nonsense" else warnings.filters.insert(0, (action, None, Warning, None, 0))
        for i in range(2):
            attempt(warnings.warn, action, RuntimeWarning)
            attempt(warnings.warn_explicit, action, RuntimeWarning, "file.py", i)
            attempt(warnings.warn_explicit, "same", RuntimeWarning, "file.py", 5, registry=globals().setdefault("registry", {}))
with warnings.catch_warnings():
    warnings.filterwarnings("error", "wrong .*", UserWarning, __name__, 0)
    attempt(warnings.warn, "wrong thing")
    attempt(warnings.warn, "right thing")
    warnings.filters.insert(0, 3)
    attempt(warnings.warn, "x")
    warnings.filters = None
    attempt(warnings.warn, "x")
attempt(warnings.warn, "x", int)
attempt(warnings.warn, "x", 3)
attempt(warnings.warn)
attempt(warnings.warn_explicit, "x", UserWarning, "file", 1, registry=3)
attempt(warnings.warn_explicit, "x", UserWarning, "file", 1, module_globals=3)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("recorded", source=7)
print([(str(one.message), one.category.__name__, one.source) for one in caught])
print(sorted(str(key) for key in __warningregistry__))

for source in ("x is 1", "assert (a, b)", "'\\d'", "(\n b'\\d')", "('''a\n\\d''')", "f'\\d{a}'", "'\\477'", "f'\\{6}'", "(\n1)(2)", "0x1for x in y",
               "[1, 2] [x, y]", "'\\d' (", "def f():\n  '\\d'\n  x = 1 is 2"):
    print(repr(source))
    compiled(source)

# What `compile` is given.
for name in (b"bytes.py", bytearray(b"array.py"), memoryview(b"view.py"), 3, "a\0b", [b"x"]):
    attempt(lambda: print(compile("a", name, "exec").co_filename))
for source in ("\ud800", bytearray(b" 1 + 1"), memoryview(b"\t2"), 3):
    attempt(lambda: print(eval(source)))
