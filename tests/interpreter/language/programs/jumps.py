"""Assignments to f_lineno."""
import sys
def run(f, frm, to, *expected):
    first = f.__code__.co_firstlineno
    done = []
    def tr(frame, ev, arg):
        if frame.f_code is not f.__code__: return
        if not done and ev == 'line' and frame.f_lineno == first + frm:
            done.append(1)
            try: frame.f_lineno = first + to
            except ValueError as e: print("refused:", e)
        return tr
    out = []
    sys.settrace(tr)
    try:
        f(out)
    except BaseException as e:
        sys.settrace(None); print("raised", repr(e), sys.exc_info()[1].__context__)
    sys.settrace(None)
    print(f.__name__, out, sys.exc_info())
def simple(o):
    o.append(1)
    o.append(2)
    o.append(3)
run(simple, 1, 3); run(simple, 3, 1) ; run(simple, 1, -3); run(simple, 1, 10)
def loop(o):
    o.append(1)
    for i in 1, 2:
        o.append(i + 10)
        o.append(4)
    for i in 5, 6:
        o.append(i)
    o.append(8)
run(loop, 1, 3); run(loop, 3, 7); run(loop, 3, 6); run(loop,4,2)
def exc(o):
    try:
        o.append(2)
        1/0
    except ZeroDivisionError:
        o.append(5)
        o.append(6)
    o.append(7)
run(exc, 2, 5); run(exc, 5, 7); run(exc, 5, 2); run(exc, 3, 7)
def fin(o):
    try:
        o.append(2)
    finally:
        o.append(4)
        o.append(5)
    with open('/dev/null') as f:
        o.append(7)
    o.append(8)
run(fin, 2, 5); run(fin, 4, 2); run(fin, 2, 7); run(fin, 7, 8); run(fin, 8, 7)
