"""A program for the interpreter: looks at its own code with the module `dis`."""
import dis
import io

assert "interpreter/lib" in dis.__file__, dis.__file__


def sample(items, start=1):
    for item in items:
        try:
            start += item * 3
        except TypeError:
            import os.path as names
            return lambda: (names, start)
    return start


def text_of(function, *arguments, **named):
    output = io.StringIO()
    function(*arguments, file=output, **named)
    return output.getvalue()


instructions = list(dis.get_instructions(sample))
assert [each.offset for each in instructions] == list(range(0, 2 * len(instructions), 2))
assert all(each.opname == dis.opname[each.opcode] and dis.opmap[each.opname] == each.opcode for each in instructions)
assert {"FOR_ITER", "JUMP_BACK", "IMPORT_NAME", "MAKE_FUNCTION", "RETURN"} <= {each.opname for each in instructions}
code = sample.__code__
assert [(each.offset, each.starts_line) for each in instructions if each.starts_line is not None] == list(dis.findlinestarts(code))
assert set(dis.findlabels(code.co_code)) <= {each.offset for each in instructions if each.is_jump_target}
jump = next(each for each in instructions if each.opname == "JUMP_BACK")
assert instructions[jump.argval[1] // 2].opname == "FOR_ITER" and jump.argrepr == f"to {jump.argval[1]}"
returned = [each for each in instructions if each.opname == "RETURN"][-1]
assert returned.positions.lineno == code.co_firstlineno + 7, returned
assert [each.starts_line for each in dis.get_instructions(sample, first_line=100) if each.starts_line][0] >= 100

assert text_of(dis.dis, sample, depth=0) == text_of(dis.disco, code) == dis.Bytecode(sample).dis()
assert "Disassembly of <code object <lambda>" in text_of(dis.dis, sample)
assert "ExceptionTable:" in text_of(dis.dis, sample)
assert text_of(dis.dis, "a + 1").split()[:4] == ["1", "0", "LOAD_NAME", "t0"]
assert "Disassembly of method:" in text_of(dis.dis, type("C", (), {"method": sample}))
assert dis.code_info(sample).splitlines()[0].split() == ["Name:", "sample"] and "Variable names:" in dis.code_info(sample)
assert text_of(dis.show_code, sample) == dis.code_info(sample) + "\n" == dis.Bytecode(sample).info() + "\n"
assert list(dis._find_imports(code)) == [("os.path", 0, None)]
assert list(dis._find_store_names(compile("a = b = 1", "", "exec"))) == ["a", "b"]



def fail():
    return 1 / 0


try:
    fail()
except ZeroDivisionError as error:
    marked = [line for line in text_of(dis.distb, error.__traceback__).splitlines() if "-->" in line]
    assert len(marked) == 1 and "TRUEDIV" in marked[0], marked
    assert dis.Bytecode.from_traceback(error.__traceback__).dis().count("-->") == 1
for wrong, expected in ((lambda: dis.dis(3), TypeError), (lambda: dis.stack_effect(1), ValueError), (lambda: dis.code_info(None), TypeError)):
    try:
        wrong()
    except expected:
        pass
    else:
        raise AssertionError(wrong)
print("done")
