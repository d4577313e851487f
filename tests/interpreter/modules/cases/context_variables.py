from contextvars import Context, ContextVar, Token, copy_context


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])


a = ContextVar("a")
b = ContextVar("b", default=5)
print(a.name, b.get(), b.get(6), a.get(None), str(b).split(" at ")[0], str(a).split(" at ")[0])
attempt(a.get)
attempt(ContextVar, 3)
attempt(ContextVar, "x", 3)
token = a.set(1)
second = a.set(2)
print(token.old_value is Token.MISSING, second.old_value, second.var is a, Token.MISSING, str(token).split(" at ")[0])
a.reset(second)
print(a.get(), str(second).split(" at ")[0])
attempt(a.reset, second)
attempt(b.reset, token)
attempt(a.reset, 3)
attempt(Token)


def work(value, *, key):
    b.set(value)
    a.reset
    return a.get(), b.get(), key


context = copy_context()
print(context.run(work, 9, key="k"), b.get(), context[b], b in context, len(context), sorted(v.name for v in context))
print(sorted(context.values()), sorted((v.name, x) for v, x in context.items()), sorted(v.name for v in context.keys()))
print(context.get(a), context.get(ContextVar("z")), context.get(ContextVar("z"), 3))
print(context.copy() == context, context == copy_context())
attempt(lambda: context[ContextVar("q")])
attempt(lambda: context["a"])
attempt(context.run)
attempt(context.run, context.run, print)
attempt(Context, 1)
empty = Context()
print(len(empty), list(empty), empty.run(lambda: a.get("none")), empty.run(lambda: empty.run is None))
attempt(empty.run, a.reset, token)
attempt(empty.run, a.get)
a.reset(token)
print(a.get("unset"), a in copy_context(), ContextVar[int] is not None)
before = copy_context()
a.set("later")
print(a in before, a in copy_context())
