"""Raw memory, structures, C functions and constants."""
from __future__ import annotations

from pathlib import Path

from tests.transform.c.harness import PRELUDE, Workbench
from transform.ir.graph import CInteger, Constant
from transform.ir.parser import parse_program


def test_raw_memory(bench: Workbench) -> None:
    text = '''
struct Pair {key: int, text: 4 of uint8, value: float, next: struct Pair*}
extern memchr(uint8*, int32, uint64) -> uint8* "string.h"

function main(argc: int, argv: uint8**) -> int
entry:
  p: int* = raw_alloc 4, int
  z = raw_load p, 3
  call @print_int(z)
  raw_store p, 0, 11
  raw_store p, 1, 22
  q = raw_add p, 2
  raw_copy p, q, 2
  a = raw_load p, 3
  call @print_int(a)
  d = raw_diff q, p
  call @print_int(d)
  c = raw_compare p, q, 2
  call @print_int(c)
  raw_fill p, 255, 1
  b = raw_load p, 0
  call @print_int(b)
  v: void* = cast_pointer p
  w = raw_add v, 8
  x = raw_diff w, v
  call @print_int(x)
  i: int* = cast_pointer w
  y = raw_load i, 0
  call @print_int(y)
  raw_free p
  s: struct Pair* = raw_alloc 2, struct Pair
  raw_set_field s .key = 5
  raw_set_field s .value = 2.5
  t = raw_add s, 1
  raw_set_field s .next = t
  raw_set_field t .key = 6
  n = raw_get_field s .next
  k = raw_get_field n .key
  call @print_int(k)
  e = pointer_eq n, t
  call @print_bool(e)
  u: uint8* = raw_field_address s .text
  raw_store u, 2, 65:uint8
  f: uint8* = call_c memchr(u, 65:int32, 4:uint64)
  g = raw_diff f, u
  call @print_int(g)
  size = size_of struct Pair
  call @print_int(size)
  address = pointer_to_int s
  r: struct Pair* = int_to_pointer address
  r2 = pointer_eq r, s
  call @print_bool(r2)
  nil = is_null r
  call @print_bool(nil)
  raw_free s
  return 0
'''
    assert bench.run(text) == ["0", "22", "2", "0", "-1", "8", "22", "6", "1", "2", "32", "1", "0"]


def test_negative_and_huge_raw_allocations_fail(gcc: Workbench) -> None:
    text = '''
function get(n: int) -> int* inline=never
entry:
  p: int* = raw_alloc n, int
  return p
function main(argc: int, argv: uint8**) -> int
entry:
  a = call @get(-1) fail first
  return 1
first:
  e: BaseException = catch
  b = call @get(4611686018427387904) fail second
  return 2
second:
  e2: BaseException = catch
  m = isinstance e2, MemoryError
  call @print_bool(m)
  c = call @get(0)
  z = is_null c
  call @print_bool(z)
  return 0
'''
    assert gcc.run(text) == ["1", "0"]


def test_c_library(bench: Workbench) -> None:
    """Structures and types of headers, char * parameters and results, variadic functions, errno."""
    text = '''
build headers "sys/stat.h" "stdlib.h" "fcntl.h" "math.h"
struct Stat "struct stat" {st_size: int, st_mode: uint32}
extern stat(uint8*, struct Stat*) -> int32 "sys/stat.h"
extern getenv(uint8*) -> uint8* "stdlib.h"
extern open(uint8*, int32) -> int32 variadic "fcntl.h"
extern pow(float, float) -> float "math.h"
extern strlen(uint8*) -> uint64 "string.h"
extern abs(int32) -> int32
prebuilt root: str {length = 2, count = 2} b"/\\0"
prebuilt variable: str {length = 5, count = 5} b"PATH\\0"
prebuilt missing: str {length = 9, count = 9} b"/no/such\\0"

function main(argc: int, argv: uint8**) -> int
entry:
  s: struct Stat* = raw_alloc 1, struct Stat
  path = item_address &root, 0
  r = call_c stat(path, s)
  ri: int = cast_int r
  call @print_int(ri)
  mode = raw_get_field s .st_mode
  kind = int_and mode, 61440:uint32
  ki: int = cast_int kind
  call @print_int(ki)
  raw_free s
  name = item_address &variable, 0
  value: uint8* = call_c getenv(name)
  nil = is_null value
  call @print_bool(nil)
  x = call_c pow(2.0, 10.0)
  call @print_float(x)
  set_errno 0
  no = item_address &missing, 0
  fd = call_c open(no, 0:int32, 420:int32)
  fi: int = cast_int fd
  call @print_int(fi)
  e = get_errno
  call @print_int(e)
  l = call_c strlen(no)
  li: int = cast_int l
  call @print_int(li)
  stdout: int = cast_int l
  errno = int_add stdout, 1
  call @print_int(errno)
  m = call_c abs(-3:int32)
  mi: int = cast_int m
  call @print_int(mi)
  return 0
'''
    assert bench.run(text) == ["0", "16384", "0", "0x1p+10", "-1", "2", "8", "9", "3"]


def test_constants_keep_their_c_names(tmp_path: Path, cache: Path) -> None:
    program = parse_program("program @main\n" + PRELUDE + '''
build headers "fcntl.h"
function main(argc: int, argv: uint8**) -> int
entry:
  a = int_add 7, 1
  call @print_int(a)
  return 0
''')
    main = program.find("main")
    assert main.graph is not None
    op = main.graph.entry.ops[0]
    op.args[0] = Constant(CInteger(64, "O_CREAT"), op.args[0].type)
    bench = Workbench(tmp_path, cache)
    assert bench.run(program) == ["65"]
    assert "O_CREAT" in bench.c_text()


def test_function_pointers(bench: Workbench) -> None:
    """Function values (an object with ``code``) and bare code pointers, also given to C."""
    text = '''
build headers "stdlib.h"
extern qsort(void*, uint64, uint64, code(int*, int*) -> int32) -> void "stdlib.h"
class Closure(object) instantiated
  code: code(int, Closure) -> int
  bound: object?
  captured: int
prebuilt add5: Closure {code = @add, bound = null, captured = 5}

function add(x: int, self: Closure) -> int
entry:
  c = getfield self .captured
  r = int_add_ovf x, c
  return r

function compare(a: int*, b: int*) -> int32 noraise
entry:
  x = raw_load a, 0
  y = raw_load b, 0
  d = int_sub x, y
  r: int32 = cast_int d
  return r

function apply(f: Closure, x: int) -> int inline=never
entry:
  r = call_value f, x
  return r

function main(argc: int, argv: uint8**) -> int
entry:
  a = call @apply(&add5, 10)
  call @print_int(a)
  p: int* = raw_alloc 3, int
  raw_store p, 0, 30
  raw_store p, 1, 10
  raw_store p, 2, 20
  v: void* = cast_pointer p
  code: code(int*, int*) -> int32 = code_address @compare
  call_c qsort(v, 3:uint64, 8:uint64, code)
  x = raw_load p, 0
  call @print_int(x)
  y = raw_load p, 2
  call @print_int(y)
  raw_free p
  b = call @apply(&add5, 9223372036854775807) fail over
  return 1
over:
  e: BaseException = catch
  return 0
'''
    assert bench.run(text) == ["15", "10", "30"]


def test_program_arguments_and_status(gcc: Workbench) -> None:
    text = '''
function main(argc: int, argv: uint8**) -> int
entry:
  call @print_int(argc)
  a = raw_load argv, 1
  c = raw_load a, 0
  r: int = cast_int c
  return r
'''
    gcc.build(text)
    done = gcc.execute("A", "B")
    assert (done.stdout, done.returncode) == ("3\n", 65)
