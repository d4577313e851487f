"""Which functions ``--show`` means."""
import pytest

from transform.cli.show import FunctionViewer, general_name, matches, near_matches
from transform.driver import OptionError
from transform.ir.graph import Program
from transform.ir.parser import parse_program

PROGRAM = """
program @demo.main
function demo.main(x: int) -> int
entry:
  y = call @`list[int].size`(x)
  return y
function `list[int].size`(x: int) -> int
entry:
  return x
"""


@pytest.mark.parametrize("wanted", [
    "list[int].append", "list.append", "append", "runtime.list.append", "runtime.list[int].append"])
def test_a_name_or_its_end_matches(wanted: str):
    assert matches(wanted, "runtime.list[int].append")


@pytest.mark.parametrize("wanted", ["end", "list[str].append", "append[int]", "runtime.list", "ppend", ""])
def test_other_names_do_not_match(wanted: str):
    assert not matches(wanted, "runtime.list[int].append")


def test_what_specialises_a_function_is_left_out_of_its_general_name():
    assert general_name("runtime.dict[str, list[int]].get#2") == "runtime.dict.get"
    assert general_name("entry.run(main=main, sizes=(1, 2))") == "entry.run"
    assert matches("run", "entry.run(main=main)")


def test_near_matches_come_from_the_last_word_the_whole_and_its_parts():
    names = ["demo.greeting", "str.__add__", "Scanner.next_token", "other"]
    assert near_matches("greating", names) == ["demo.greeting"]
    assert near_matches("next", names) == ["Scanner.next_token"]
    assert near_matches("demo.greting", names) == ["demo.greeting"]
    assert near_matches("zzzz", names) == []


def program() -> Program:
    return parse_program(PROGRAM)


def test_only_changes_are_shown():
    text: list[str] = []
    viewer = FunctionViewer(["size"], [], text.append)
    shown = program()
    viewer.graphs("frontend", shown)
    viewer.graphs("first", shown)
    shown.functions[1].cold = True
    viewer.graphs("second", shown)
    del shown.functions[1]
    viewer.graphs("third", shown)
    assert [part.splitlines()[0] for part in text] == [
        "--- list[int].size after frontend", "--- list[int].size after second", "--- list[int].size: removed by third"]


def test_a_name_without_a_function_is_refused_at_once():
    viewer = FunctionViewer([], ["sizes"], print)
    with pytest.raises(OptionError, match=r"no function 'sizes'; did you mean\n    list\[int\].size"):
        viewer.graphs("frontend", program())
