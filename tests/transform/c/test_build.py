"""Parts, the cache of objects, errors of the compiler, and the text that is generated."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.transform.c.harness import Workbench
from transform.c import CompileError
from transform.c.names import LONGEST, LocalNames, NameSpace, identifier
from transform.c.parts import cut


def many_functions(count: int, changed: int = -1) -> str:
    """A program of functions in a chain of calls; one of them may be a little different."""
    text = []
    for number in range(count):
        text.append(f'''
function module.function{number}(x: int) -> int inline=never
entry:
  jump loop(0, x)
loop(i: int, y: int):
  c = int_lt i, {5 if number != changed else 6}
  branch c then body else done
body:
  k = check_index i, 100
  z = int_add y, k
  j = int_add i, 1
  jump loop(j, z)
done:
  w = call @{'print_and_return' if number + 1 == count else f'module.function{number + 1}'}(y)
  return w
''')
    return "\n".join(text) + '''
function print_and_return(x: int) -> int
entry:
  call @print_int(x)
  return x

function main(argc: int, argv: uint8**) -> int
entry:
  r = call @module.function0(0)
  return 0
'''


def test_a_change_of_one_function_compiles_one_part(tmp_path: Path) -> None:
    bench = Workbench(tmp_path, tmp_path / "cache")
    bench.options.part_lines = 400
    first = bench.build(many_functions(200))
    assert bench.execute().stdout == "2000\n"
    parts = [name for name in first.compiled if name.startswith("code_")]
    assert len(parts) > 8
    assert not first.cached
    again = bench.build(many_functions(200))
    assert not again.compiled
    changed = bench.build(many_functions(200, changed=77))
    assert len(changed.compiled) == 1
    assert bench.execute().stdout == "2005\n"
    longer = bench.build(many_functions(201))
    assert len([name for name in longer.compiled if name.startswith("code_")]) <= 4
    assert bench.execute().stdout == "2010\n"


def test_cache_is_shared_between_folders_and_keeps_to_its_size(tmp_path: Path) -> None:
    first = Workbench(tmp_path / "a", tmp_path / "cache")
    first.build(many_functions(3))
    second = Workbench(tmp_path / "b", tmp_path / "cache")
    assert not second.build(many_functions(3)).compiled
    second.options.opt = "-O1"
    second.options.cache_size = 0
    assert second.build(many_functions(3)).compiled
    kept = list((tmp_path / "cache").glob("*/*.o"))
    assert len(kept) == len(list((tmp_path / "b" / "build").glob("*.c")))


def test_interrupted_compilation_leaves_no_object(tmp_path: Path) -> None:
    bench = Workbench(tmp_path, tmp_path / "cache")
    text = "extern no_such_thing(int) -> int \"stdio.h\"\n" + '''
function main(argc: int, argv: uint8**) -> int
entry:
  r = call_c no_such_thing(argc)
  return r
'''
    bench.options.cc = "gcc"
    with pytest.raises(CompileError) as error:
        bench.build(text)
    assert "no_such_thing" in error.value.text
    objects = list((tmp_path / "cache").rglob("*.o"))
    assert all(path.stat().st_size > 0 for path in objects)
    assert not bench.options.output.exists()


def test_errors_name_the_file_that_is_kept(tmp_path: Path, cache: Path) -> None:
    bench = Workbench(tmp_path, cache)
    with pytest.raises(CompileError) as error:
        bench.build('''
build headers "math.h"
extern f(int) -> int
struct Missing "struct missing_in_header" {x: int}
function main(argc: int, argv: uint8**) -> int
entry:
  p: struct Missing* = int_to_pointer argc
  v = raw_get_field p .x
  return v
''')
    assert Path(error.value.file).exists()
    assert "missing_in_header" in error.value.text


def test_missing_header(tmp_path: Path, cache: Path) -> None:
    bench = Workbench(tmp_path, cache)
    with pytest.raises(CompileError, match="no_such_header.h"):
        bench.build('build headers "no_such_header.h"\n' + many_functions(1))


def test_missing_library(tmp_path: Path, cache: Path) -> None:
    bench = Workbench(tmp_path, cache)
    with pytest.raises(CompileError, match="no_such_library"):
        bench.build('build libraries "no_such_library"\n' + many_functions(1))


def test_foreign_headers_count_for_the_cache(tmp_path: Path) -> None:
    """An object is compiled again when a header in the program's folders changes."""
    folder = tmp_path / "include"
    folder.mkdir()
    text = f'''
build include_dirs "{folder}"
extern answer() -> int "answer.h"
function main(argc: int, argv: uint8**) -> int
entry:
  r = call_c answer()
  call @print_int(r)
  return 0
'''
    bench = Workbench(tmp_path, tmp_path / "cache")
    for value in (41, 42):
        (folder / "answer.h").write_text(f"static inline long answer(void) {{ return {value}; }}\n")
        assert bench.run(text) == [str(value)]


def test_defines(gcc: Workbench, tmp_path: Path) -> None:
    (tmp_path / "value.h").write_text("static inline long value(void) { return VALUE; }\n")
    assert gcc.run(f'''
build include_dirs "{tmp_path}"
build define "VALUE" "17"
extern value() -> int "value.h"
function main(argc: int, argv: uint8**) -> int
entry:
  r = call_c value()
  call @print_int(r)
  return 0
''') == ["17"]


def test_parts_are_even_and_stable() -> None:
    names = [f"module.function_{n}" for n in range(2000)]
    groups = cut(names, str, lambda _: 40, 1500)
    assert [name for group in groups for name in group] == names
    sizes = [len(group) * 40 for group in groups]
    assert all(750 <= size <= 3100 for size in sizes[:-1])
    without = cut(names[:500] + names[501:], str, lambda _: 40, 1500)
    assert len({tuple(group) for group in groups} - {tuple(group) for group in without}) <= 3


def test_identifiers() -> None:
    assert identifier("interpreter.list.List[int].append") == "interpreter_list_List_int_append"
    assert identifier("2fast") == "n2fast"
    assert identifier("naïve") != identifier("naive")
    assert len(identifier("x" * 500)) <= LONGEST
    space = NameSpace({"reserved"})
    first, second = space.give("a.b_c"), space.give("a_b.c")
    assert first == "a_b_c"
    assert second not in (first, "reserved")
    assert second == NameSpace({"a_b_c"}).give("a_b.c")
    assert space.give("reserved") != "reserved"
    local = LocalNames({"int"})
    assert [local.give(name) for name in ("i", "i", "i_2", "int", "i")] == ["i", "i_2", "i_2_2", "int_", "i_3"]


def test_line_directives(gcc: Workbench) -> None:
    from tests.transform.c.test_failures import TRACED, with_positions

    gcc.build(with_positions(TRACED))
    assert '#line 1 "program.py"' in gcc.c_text()
    assert "#line 3\n" in gcc.c_text()
    gcc.options.line_directives = False
    gcc.build(with_positions(TRACED))
    assert "#line" not in gcc.c_text()
