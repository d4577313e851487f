"""Imports: what a module gets, packages, relative names, namespace packages, archives, what goes wrong, and its messages."""
import importlib
import importlib.util
import os
import sys
import traceback
import types

folder = f"/tmp/imports-{os.getpid()}"
os.mkdir(folder)
sys.path.insert(0, folder)
sys.dont_write_bytecode = False


def write(name, text=""):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    importlib.invalidate_caches()


def attempt(text, **names):
    try:
        exec(text, names)
    except Exception as error:
        print(type(error).__name__, str(error).replace(folder, "FOLDER"))
        if isinstance(error, ImportError):
            print("   ", error.name, str(error.path).replace(folder, "FOLDER"))
        return error


# Attributes.
write("plain.py", "'doc'\nx = 1")
import plain
print(plain.x, plain.__name__, plain.__doc__, plain.__package__ == "", os.path.relpath(plain.__file__, folder))
spec = plain.__spec__
print(spec.name, spec.origin == plain.__file__, spec.has_location, spec.parent == "", spec.submodule_search_locations)
print(type(plain.__loader__).__name__, plain.__loader__ is spec.loader, os.path.exists(plain.__cached__))
print(repr(plain).replace(folder, "FOLDER"), repr(sys), repr(types.ModuleType("made")))
print(importlib.reload(plain) is plain)

# Packages.
write("box/__init__.py", "from . import left\nname = 'box'\n__all__ = ['right', 'name']")
write("box/left.py", "from .deep import below")
write("box/right.py", "import box.left as l\nfrom box import left\nassert l is left")
write("box/deep/__init__.py", "")
write("box/deep/below.py", "from ..deep import __name__ as n")
import box.deep.below
import box.right as r
print(box.left.below.n, r.l is box.left, box.__path__ == [os.path.join(folder, "box")], box.__spec__.submodule_search_locations == box.__path__)
names = {}
exec("from box import *", names)
print(sorted(n for n in names if n != "__builtins__"))

# Namespace packages.
write("one/space/a.py", "x = 1")
write("two/space/b.py", "x = 2")
sys.path[:0] = [os.path.join(folder, "one"), os.path.join(folder, "two")]
import space.a
import space.b
print(space.a.x, space.b.x, len(space.__path__), space.__spec__.origin, hasattr(space, "__file__"))
print(repr(space).startswith("<module 'space' (<_frozen_importlib_external.NamespaceLoader object at 0x"))
del sys.path[:2]

# What goes wrong.
write("broken.py", "x = (")
write("failing.py", "def f(): 1 / 0\nf()")
write("missing.py", "import nowhere_to_be_found")
write("circle_a.py", "import circle_b\nx = 1")
write("circle_b.py", "from circle_a import x")
write("circle_c.py", "import circle_c\ncircle_c.x")
write("ring/__init__.py", "from . import first")
write("ring/first.py", "import ring\nring.first")
sys.modules["halted"] = None
for text in ["import nowhere", "import plain.inner", "import box.nothing", "from box import nothing", "from plain import nothing",
             "import broken", "import missing", "import circle_a", "import circle_c", "import ring", "import halted", "from . import x",
             "from .x import y", "from sys import nothing", "__import__('')", "__import__('x', level=-1)", "__import__(1)",
             "import_ = __import__('box.deep.below'); print(import_.__name__)",
             "print(__import__('box.deep', fromlist=['below']).__name__)", "plain.nothing"]:
    attempt(text, plain=plain)
attempt("from ..x import y", __package__="box", __name__="box.z", __spec__=None)
attempt("from . import left; print(left.__name__)", __package__="box", __name__="box.z")
attempt("from . import left", __package__=3, __name__="box.z")
attempt("from .... import left", __package__="box.a.b", __name__="box.z")
attempt("from plain import *", __name__="x")
plain.__all__ = ["nothing"]
attempt("from plain import *")
plain.__all__ = [1]
attempt("from plain import *")
del plain.__all__
for name in ["failing", "missing", "broken"]:
    try:
        __import__(name)
    except Exception as error:
        print(traceback.format_exc().replace(folder, "FOLDER"))
print("failing" in sys.modules, "circle_a" in sys.modules)

# Byte-code files.
write("cached.py", "x = 1")
import cached
pyc = cached.__cached__
del sys.modules["cached"]
with open(pyc, "rb") as file:
    data = file.read()
for damaged in [data[:8], data[:30], b"abcd" + data[4:], data[:16]]:
    with open(pyc, "wb") as file:
        file.write(damaged)
    attempt("import cached; print(cached.x)")
    sys.modules.pop("cached", None)
    with open(os.path.join(folder, "alone.pyc"), "wb") as file:
        file.write(damaged)
    importlib.invalidate_caches()
    error = attempt("import alone")
    sys.modules.pop("alone", None)
with open(os.path.join(folder, "alone.pyc"), "wb") as file:
    file.write(data)
importlib.invalidate_caches()
import alone
print(alone.x, type(alone.__loader__).__name__)
os.remove(os.path.join(folder, "alone.pyc"))


# Hooks.
class Finder:
    def find_spec(self, name, path, target=None):
        if name == "made_up":
            return importlib.util.spec_from_loader(name, self)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.x = 42


sys.meta_path.append(Finder())
import made_up
print(made_up.x, made_up.__spec__.name)
sys.meta_path.pop()
sys.modules["anything"] = "a string"
import anything
print(anything)
print([f.__name__ for f in sys.meta_path if getattr(f, "__name__", "") in ("BuiltinImporter", "FrozenImporter", "PathFinder")])
print(importlib.util.find_spec("nothing_there"), importlib.util.find_spec("box.deep").name)
import __hello__
print(__hello__.__spec__.loader.__name__, hasattr(__hello__, "main"))
import _imp
print([_imp.source_hash(12345, bytes(range(length))) for length in range(20)])
os.system(f"rm -r {folder}")
