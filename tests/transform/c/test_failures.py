"""How functions fail: each type of result, propagation, side exits, tracebacks, fatal errors."""
from __future__ import annotations

import subprocess

import pytest

from tests.transform.c.harness import PRELUDE, Workbench
from transform.ir.graph import Position, Program
from transform.ir.parser import parse_program

# Type of the result, a proper value of it, and that value which also stands for failure.
RESULTS = {
    "int": ("5", "-113"), "int8": ("5:int8", "-113:int8"), "int32": ("5:int32", "-113:int32"),
    "uint8": ("5:uint8", "143:uint8"), "uint16": ("5:uint16", "143:uint16"), "uint64": ("5:uint64", "143:uint64"),
    "char": ("'a'", "143:char"), "float": ("1.5", "-113.0"), "float32": ("1.5:float32", "-113.0:float32"),
    "bool": ("true", "false"), "str": ("&word", "&word"), "str?": ("&word", "null:str?"),
    "int*": ("null:int*", "null:int*"), "(int, str)": ("(1, &word):(int, str)", "(-113, &word):(int, str)"),
    "(str?, int)": ("(&word, 1):(str?, int)", "(null, 0):(str?, int)"),
    "((bool, int), int)": ("((true, 1), 2):((bool, int), int)", "((false, 1), 2):((bool, int), int)"),
    "(float,)": ("(2.5,):(float,)", "(-113.0,):(float,)"), "()": ("():()", "():()"),
}


def test_every_type_of_result(bench: Workbench) -> None:
    """A function may return the value that stands for failure; only with an exception it is one. The failure passes
    a second function and is caught in a third."""
    text = ['prebuilt word: str {length = 2, count = 2} b"hi"']
    names = []
    for number, (type, (value, spare)) in enumerate(RESULTS.items()):
        names.append(f"t{number}")
        text.append(f'''
function f{number}(how: int) -> {type} inline=never
entry:
  switch how of 0 -> proper, 1 -> spare, else fails
proper:
  return {value}
spare:
  return {spare}
fails:
  raise &value_error

function g{number}(how: int) -> {type} inline=never
entry:
  r = call @f{number}(how)
  return r

function t{number}() -> void noraise
entry:
  a = call @g{number}(0) fail caught(1)
  b = call @g{number}(1) fail caught(2)
  d = call @g{number}(2) fail caught(3)
  call @print_int(0)
  return
caught(n: int):
  e: BaseException = catch
  c = isinstance e, ValueError
  m: int = cast_int c
  k = int_mul m, 10
  s = int_add k, n
  call @print_int(s)
  return
''')
    text.append("function main(argc: int, argv: uint8**) -> int\nentry:")
    text += [f"  call @{name}()" for name in names]
    text.append("  return 0")
    assert bench.run("\n".join(text)) == ["13"] * len(RESULTS)


def test_void_and_unused_results(bench: Workbench) -> None:
    text = '''
function f(x: int) -> void inline=never
entry:
  c = int_gt x, 2
  branch c then bad else good
good:
  return
bad:
  raise &value_error

function g(x: int) -> int inline=never
entry:
  call @f(x)
  r = int_mul x, 10
  return r

function unused(x: int) -> int
entry:
  r = call @g(x)
  return 1

function main(argc: int, argv: uint8**) -> int
entry:
  a = call @unused(1) fail bad
  call @print_int(a)
  b = call @unused(3) fail bad
  return 2
bad:
  e: BaseException = catch
  call @print_int(99)
  return 0
'''
    assert bench.run(text) == ["1", "99"]


def test_checks_raise_the_built_in_exceptions(bench: Workbench) -> None:
    text = '''
function item(i: int, n: int) -> int inline=never
entry:
  k = check_index i, n
  return k

function quotient(a: int, b: int) -> int inline=never
entry:
  d = check_nonzero b
  q = int_floordiv a, d
  return q

function sum(a: int, b: int) -> int inline=never
entry:
  r = int_add_ovf a, b
  return r

class Big(object) instantiated
  length: int
  var int

function big(n: int) -> int inline=never
entry:
  a = new_var n, Big
  r = getfield a .length
  return r

function show(e: BaseException) -> void
entry:
  a = isinstance e, IndexError
  b = isinstance e, ZeroDivisionError
  c = isinstance e, OverflowError
  d = isinstance e, MemoryError
  call @print_bool(a)
  call @print_bool(b)
  call @print_bool(c)
  call @print_bool(d)
  return

function main(argc: int, argv: uint8**) -> int
entry:
  a = call @item(4, 5)
  call @print_int(a)
  b = call @item(-5, 5)
  call @print_int(b)
  c = call @item(5, 5) fail h1
  return 1
h1:
  e: BaseException = catch
  call @show(e)
  d = call @item(-6, 5) fail h2
  return 1
h2:
  e2: BaseException = catch
  x = call @item(-9223372036854775808, 5) fail h3
  return 1
h3:
  e3: BaseException = catch
  q = call @quotient(7, 0) fail h4
  return 1
h4:
  e4: BaseException = catch
  call @show(e4)
  s = call @sum(9223372036854775807, 1) fail h5
  return 1
h5:
  e5: BaseException = catch
  call @show(e5)
  m = call @big(4611686018427387904) fail h6
  return 1
h6:
  e6: BaseException = catch
  call @show(e6)
  z = call @item(0, 0) fail h7
  return 1
h7:
  e7: BaseException = catch
  return 0
'''
    index, zero, overflow, memory = (["1" if i == k else "0" for i in range(4)] for k in range(4))
    assert bench.run(text) == ["4", "0", *index, *zero, *overflow, *memory]


def test_side_exit_sees_values_before_the_call(bench: Workbench) -> None:
    """The result of a failing call does not overwrite what its handler gets, also where they share a variable."""
    text = '''
function f(x: int) -> int inline=never
entry:
  c = int_ge x, 3
  branch c then bad else good
good:
  r = int_add x, 1
  return r
bad:
  raise &value_error

function count() -> int noraise
entry:
  jump loop(0)
loop(i: int):
  j = call @f(i) fail done(i)
  jump loop(j)
done(last: int):
  e: BaseException = catch
  return last

function main(argc: int, argv: uint8**) -> int
entry:
  r = call @count()
  call @print_int(r)
  return 0
'''
    assert bench.run(text) == ["3"]


def with_positions(text: str, file: str = "program.py") -> Program:
    """A program whose operations carry as line the number of their line in the text (without the prelude)."""
    program = parse_program("program @main\n" + PRELUDE + text)
    lines = text.splitlines()
    for function in program.functions:
        starts = [n for n, line in enumerate(lines, 1) if line.startswith(f"function {function.name}(")]
        if not starts or function.graph is None:
            continue
        function.position = Position(file, starts[0], function.name)
        line = starts[0]
        for block in function.graph.blocks():  # in these programs the order of the text
            line += 1
            for op in block.ops:
                line += 1
                op.position = Position(file, line, function.name)
            line += 1
            block.exit.position = Position(file, line, function.name)
    return program


TRACED = '''\
function inner(x: int) -> int inline=never
entry:
  y = check_index x, 3
  return y
function middle(x: int) -> int inline=never
entry:
  y = call @inner(x)
  return y
function main(argc: int, argv: uint8**) -> int
entry:
  r = call @middle(2)
  s = call @middle(5)
  return s
'''


def traceback_lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line.strip() for line in done.stderr.splitlines() if line.startswith("  File")]


def test_traceback(bench: Workbench) -> None:
    """Oldest call first, with the lines of the calls."""
    bench.build(with_positions(TRACED))
    done = bench.execute()
    assert done.returncode == 1
    assert traceback_lines(done) == [
        'File "program.py", line 12, in main',
        'File "program.py", line 7, in middle',
        'File "program.py", line 3, in inner',
    ]


def test_traceback_of_inlined_code(bench: Workbench) -> None:
    """The lines of all functions that were inlined there, for exceptions and for fatal errors."""
    program = with_positions(TRACED.replace("check_index x, 3", "check_index x, 3\n  note_raise &value_error"))
    for op in program.find("inner").graph.entry.ops:  # type: ignore[union-attr]
        at = Position("program.py", 31, "outer", op.position)
        op.position = Position("library.py", 40, "inlined", at)
    bench.build(program)
    assert traceback_lines(bench.execute())[-3:] == [
        'File "program.py", line 3, in inner',
        'File "program.py", line 31, in outer',
        'File "library.py", line 40, in inlined',
    ]


def test_note_of_a_raise(bench: Workbench) -> None:
    """A traceback shows where an exception was raised first, though no exception left that place."""
    text = '''\
function f(x: int) -> int inline=never
entry:
  note_raise &value_error
  jump handler(&value_error)
handler(e: BaseException):
  call @print_int(1)
  raise e
function main(argc: int, argv: uint8**) -> int
entry:
  r = call @f(0)
  return r
'''
    bench.build(with_positions(text))
    assert traceback_lines(bench.execute()) == [
        'File "program.py", line 10, in main', 'File "program.py", line 3, in f']


RERAISED = '''\
function fails(x: int) -> int inline=never
entry:
  y = check_nonzero x
  return y
function cleanup() -> int inline=never
entry:
  y = check_index 0, 0 fail other
  return y
other:
  e: BaseException = catch
  return 1
function middle(x: int) -> int inline=never
entry:
  y = call @fails(x) fail handler
  return y
handler:
  e: BaseException = catch
  z = call @cleanup()
  raise e
function main(argc: int, argv: uint8**) -> int
entry:
  r = call @middle(0)
  return r
'''


def test_traceback_of_an_exception_raised_again(gcc: Workbench) -> None:
    """What happened until the exception was caught stays; the function that raises it again is there once."""
    gcc.build(with_positions(RERAISED))
    lines = traceback_lines(gcc.execute())
    assert [line.rpartition("in ")[2] for line in lines] == ["main", "middle", "fails"]
    # While the handler ran, another exception was raised and caught: it has no part in this.
    assert lines[0] == 'File "program.py", line 22, in main'
    assert lines[2] == 'File "program.py", line 3, in fails'


def test_deep_traceback_keeps_the_last_calls(gcc: Workbench) -> None:
    text = '''\
function deep(n: int) -> int inline=never
entry:
  d = check_nonzero n
  m = int_sub d, 1
  r = call @deep(m)
  s = int_add r, 1
  return s
function main(argc: int, argv: uint8**) -> int
entry:
  r = call @deep(500)
  return r
'''
    gcc.build(with_positions(text))
    lines = traceback_lines(gcc.execute())
    assert 100 <= len(lines) <= 128
    assert lines[0] == 'File "program.py", line 10, in main'


@pytest.mark.parametrize(("body", "message"), [
    ("  n: str? = cast_ref &hello\n  r = call @length(null:str?)\n  return r", "Fatal RPython error: name is None"),
    ("  o: object = cast_ref &hello\n  p = check_cast o, ValueError\n  return 0",
     "Fatal RPython error: object is no instance of ValueError"),
    ("  debug_abort &hello\n  unreachable", "Fatal RPython error: hello"),
    ("  debug_abort &wide\n  unreachable", "Fatal RPython error: \u20ac\u00e9"),
])
def test_fatal_errors(bench: Workbench, body: str, message: str) -> None:
    text = '''\
prebuilt hello: str {length = 5, count = 5} b"hello"
prebuilt wide: str {length = 4, count = 2} b"\\xac\\x20\\xe9\\x00"
function length(s: str?) -> int inline=never
entry:
  t = check_not_none s, "name"
  n = getfield t .length
  return n
function main(argc: int, argv: uint8**) -> int
entry:
  call @print_int(1)
'''
    bench.build(with_positions(text + body + "\n"))
    done = bench.execute()
    assert done.returncode == -6  # SIGABRT
    assert done.stdout == "1\n"
    lines = done.stderr.splitlines()
    assert lines[0] == message
    assert lines[1] == "RPython traceback:"
    assert lines[2].startswith('  File "program.py", line ')


def test_stack_overflow_is_reported(gcc: Workbench) -> None:
    text = '''
function deep(n: int) -> int inline=never
entry:
  m = int_add n, 1
  r = call @deep(m)
  s = int_mul r, m
  return s
function main(argc: int, argv: uint8**) -> int
entry:
  r = call @deep(0)
  return r
'''
    gcc.build(text)
    done = gcc.execute()
    assert done.returncode == -6
    assert done.stderr == "Fatal RPython error: C stack overflow\n"


def test_segmentation_fault_is_reported(gcc: Workbench) -> None:
    text = '''
function main(argc: int, argv: uint8**) -> int
entry:
  p: int* = int_to_pointer argc
  v = raw_load p, 100
  return v
'''
    gcc.build(text)
    done = gcc.execute()
    assert done.returncode == -6
    assert done.stderr == "Fatal RPython error: segmentation fault\n"


def test_shared_failure_exit(gcc: Workbench) -> None:
    """One exit a function, however many operations can fail."""
    gcc.build(with_positions(TRACED))
    main = gcc.c_text().split("int64_t main_")[-1].split("\n}")[0]
    assert main.count("rt_traceback_add(") == 1
    assert main.count("goto failed;") == 2
