"""The module ``_ast`` and trees given to ``compile``."""
import _ast
import ast
import copy


def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


types = {name: found for name, found in vars(_ast).items() if isinstance(found, type) and issubclass(found, ast.AST)}
for name, found in sorted(types.items()):
    print(name, found.__bases__, found._fields, found._attributes, found.__match_args__, found.__module__, repr(found.__doc__))
    print(sorted(attribute for attribute, value in vars(found).items() if value is None))

# Making nodes.
attempt(ast.Name, 1, 2, 3)
attempt(lambda: ast.Name("a", id="b"))
attempt(ast.AST, 1)
attempt(lambda: vars(ast.Name("a", foo=3)))
attempt(lambda: ast.Num(3).n)
attempt(lambda: ast.expr.__subclasses__()[:2])
attempt(lambda: ast.Name("a").__reduce_ex__(2))


class Wider(ast.Name):
    _fields = ("id", "ctx", "more")


attempt(lambda: list(vars(Wider("a", ast.Load(), 5))))
print(ast.parse("a").body[0].value.ctx is ast.parse("b + c").body[0].value.left.ctx)

# Round trips.
source = '''
async def f(a, /, b: int = 1, *c, d=2, **e) -> "x":
    """Text."""
    async with a as b, c: pass
    return [i async for i in b if i] and {**e, 'k': -1j} or (yield)
match p:
    case [1, *_, {"k": None, **rest}, A(x, y=-2 + 3j)] | (None as z) if z: pass
    case _: pass
try: pass
except* (A, B) as c: raise D from None
else: x[1:2, ::3] += lambda: f"{a!r:>{b}}" "c" % (b"d", ..., 1.5, 10**30)
finally:
    global q; del a.b, c[0], (d, e)
from . import a as b
from ..c import *
y: int = (n := 5) if not -a < b is not c else d @ e ** f
'''
tree = ast.parse(source)
print(ast.dump(tree, include_attributes=True))
print(ast.dump(ast.parse(ast.unparse(tree))) == ast.dump(tree))
print(ast.dump(copy.deepcopy(tree), include_attributes=True) == ast.dump(tree, include_attributes=True))
compile(ast.parse("a = [b for b in c]\n" * 3), "f", "exec")
print(eval(compile(ast.fix_missing_locations(ast.Expression(ast.BinOp(ast.Constant(2), ast.Pow(), ast.Constant(70)))), "f", "eval")))
print(ast.dump(compile("(int, *str, **a) -> b", "f", "func_type", ast.PyCF_ONLY_AST)))

# What is no tree.
place = {"lineno": 1, "col_offset": 0}
a = ast.Name("a", ast.Load(), **place)


def statement(node):
    attempt(compile, ast.Module([node], []), "f", "exec")


def expression(node):
    attempt(compile, ast.Expression(node), "f", "eval")


attempt(compile, ast.Module(), "f", "exec")
attempt(compile, ast.Module(3, []), "f", "exec")
attempt(compile, ast.Expression(a), "f", "exec")
attempt(compile, ast.Expression(None), "f", "eval")
statement(3)
statement(None)
statement(ast.Expr())
statement(ast.Expr(lineno=1))
statement(ast.Expr(lineno="1", col_offset=0))
statement(ast.Expr(value=None, **place))
statement(ast.Expr(**place))
statement(ast.Global([], **place))
statement(ast.Global("a", **place))
statement(ast.Delete([a], **place))
statement(ast.With([None], [ast.Pass(**place)], **place))
expression(ast.Lambda(None, a, **place))
statement(ast.Raise(None, a, **place))
statement(ast.Try([ast.Pass(**place)], [], [], [], **place))
statement(ast.ImportFrom("m", [ast.alias("a", **place)], -1, **place))
statement(ast.Pass(lineno=3, col_offset=0, end_lineno=1))
statement(ast.Pass(lineno=3, col_offset=5, end_lineno=3, end_col_offset=2))
statement(ast.AnnAssign(ast.Attribute(a, "b", ast.Store(), **place), a, None, 1, **place))
expression(ast.Name("a", ast.Store(), **place))
expression(ast.Name(3, ast.Load(), **place))
expression(ast.Name("None", ast.Load(), **place))
expression(ast.Name("a", 3, **place))
expression(ast.Constant([], **place))
expression(ast.Constant((1, (2, {})), **place))
expression(ast.List([None], ast.Load(), **place))
expression(ast.List([a], ast.Store(), **place))
expression(ast.BoolOp(ast.And(), [a], **place))
expression(ast.Compare(a, [], [], **place))
expression(ast.Compare(a, [ast.Lt()], [a, a], **place))
expression(ast.Dict([a], [], **place))
expression(ast.ListComp(a, [], **place))
nested = ast.UnaryOp(ast.Not(), **place)
nested.operand = nested
attempt(compile, ast.Expression(nested), "f", "eval")

# What has no source, though its types are right.
target = ast.Name("a", ast.Store(), **place)
statement(ast.AugAssign(ast.Tuple([], ast.Store(), **place), ast.Add(), a, **place))
statement(ast.AugAssign(ast.Starred(target, ast.Store(), **place), ast.Add(), a, **place))
statement(ast.AnnAssign(ast.List([], ast.Store(), **place), a, a, 0, **place))
statement(ast.Assign([ast.Starred(target, ast.Store(), **place)], a, **place))
statement(ast.Nonlocal(["a"], **place))
expression(ast.NamedExpr(ast.Attribute(a, "b", ast.Store(), **place), a, **place))
expression(ast.FormattedValue(a, 300, None, **place))
expression(ast.Starred(a, ast.Load(), **place))
expression(ast.Await(a, **place))
attempt(lambda: eval(compile(ast.Expression(ast.JoinedStr([ast.Constant(3, **place), ast.Constant("a", **place)], **place)), "f", "eval")))
attempt(lambda: eval(compile(ast.Expression(ast.Constant((1, frozenset({2})), **place)), "f", "eval")))
attempt(lambda: eval(compile(ast.Expression(ast.IfExp(ast.Constant(frozenset(), **place), a, ast.Constant(1, **place), **place)), "f", "eval")))
attempt(lambda: compile("a\0b", "f", "exec"))

# The arguments of compile.
attempt(compile, "a", "f", "func_type")
attempt(compile, "a", "f", "exec", 8)
attempt(compile, "a", "f", "exec", 0, False, 9)
attempt(compile, "a", "f", "other")
attempt(compile, "a", "f", "other", ast.PyCF_ONLY_AST)
attempt(compile, 3, "f", "exec")
