"""The module `symtable`."""
import symtable

SOURCE = '''
from a import b
glob = 42
class Mine(b):
    field: int = 1
    def method(self, x, *args, y=glob, **kwargs):
        nonlocal_ = x
        def inner():
            nonlocal nonlocal_
            nonlocal_ = __private
            return [z for z in args if (w := z)], {k: v for k in y}
        global other
        import sys
        return inner
def plain(a, b=1, /): return lambda: a
async def co(): yield [await c async for c in d]
'''


def show(table, depth=0):
    print("  " * depth, table.get_type(), table.get_name(), table.get_lineno(), table.is_optimized(), table.is_nested(), table.has_children())
    for name in table.get_identifiers():
        symbol = table.lookup(name)
        print("  " * depth, "-", name, *(getattr(symbol, check)() for check in dir(symbol) if check.startswith("is_")))
    if isinstance(table, symtable.Function):
        print("  " * depth, table.get_parameters(), table.get_locals(), table.get_globals(), table.get_nonlocals(), table.get_frees())
    if isinstance(table, symtable.Class):
        print("  " * depth, table.get_methods())
    for child in table.get_children():
        show(child, depth + 1)


top = symtable.symtable(SOURCE, "source", "exec")
show(top)
print(top, top.get_children()[0], top.get_children()[0] is top.get_children()[0])
print(repr(top._table).partition("(")[0], top._table.varnames, top._table.children[1].varnames)
show(symtable.symtable(b"a + (lambda x: x)(b)", "source", "eval"))
for source, mode in (("def f(a, a): pass", "exec"), ("a", "other"), ("def f():\n  global a\n  nonlocal a", "exec"), ("(", "exec")):
    try:
        symtable.symtable(source, "source", mode)
    except (SyntaxError, ValueError) as error:
        print(type(error).__name__, error)
