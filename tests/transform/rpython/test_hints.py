"""Hints change nothing on CPython and are recorded for the translator."""
from __future__ import annotations

from typing import Generic, Optional, TypeVar

import pytest

from transform.rpython import (
    FatalError,
    checked_cast,
    class_name,
    cold,
    fatal,
    identity,
    inline,
    is_translated,
    keepalive,
    likely,
    mixin,
    never_inline,
    not_none,
    resumes,
    same_class,
    specialize,
    unchecked_cast,
    unlikely,
    unroll,
)

T = TypeVar("T")


class Animal:
    pass


class Cat(Animal):
    pass


class Cage(Generic[T]):
    pass


def test_function_hints_are_recorded_and_harmless():
    @inline
    def double(x: int) -> int:
        return 2 * x

    @never_inline
    @cold
    @specialize("kind")
    def rare(kind: str, x: int) -> int:
        return x

    assert double(4) == 8
    assert rare("a", 5) == 5
    assert getattr(double, "_rpython_hints_") == {"inline": "always"}
    assert getattr(rare, "_rpython_hints_") == {"inline": "never", "cold": True, "specialize": ("kind",)}


def test_specialize_names_parameters():
    with pytest.raises(ValueError, match="no parameter size"):

        @specialize("size")
        def function(x: int) -> int:
            return x


def test_resume_functions_take_one_parameter_more() -> None:
    def loop(cat: Cat, n: int) -> int:
        return n

    @resumes(loop)
    def with_result(cat: Cat, n: int, result: int) -> int:
        return n + result

    assert loop._rpython_hints_["resumed_by"] == (with_result,)  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="its parameters must be cat, n and one for how a call ended"):
        resumes(loop)(loop)


def test_hints_are_for_functions():
    with pytest.raises(TypeError, match="a hint is for a function"):
        inline(Animal)


def test_mixin_marks_the_class_itself():
    @mixin
    class Countable:
        def double(self) -> int:
            return 2

    class Counter(Countable, Animal):
        pass

    assert Countable.__dict__["_rpython_mixin_"] is True
    assert "_rpython_mixin_" not in Counter.__dict__
    assert Counter().double() == 2


def test_unroll_is_a_sequence():
    assert [x for x in unroll(range(3))] == [0, 1, 2]
    assert unroll(c for c in "ab").items == ("a", "b")
    assert len(unroll([1, 2])) == 2


def test_branch_hints_give_the_condition():
    assert likely(True) and not likely(False)
    assert unlikely(True) and not unlikely(False)


def test_untranslated():
    assert is_translated() is False


def test_fatal_is_not_an_exception_that_programs_catch():
    with pytest.raises(FatalError, match="broken"):
        try:
            fatal("broken")
        except Exception:
            pass
    assert not issubclass(FatalError, Exception)


def test_not_none():
    cat: Optional[Cat] = Cat()
    assert not_none(cat) is cat
    with pytest.raises(FatalError):
        not_none(None)


@pytest.mark.parametrize("cast", [checked_cast, unchecked_cast])
def test_casts(cast):
    animal: Animal = Cat()
    assert cast(Cat, animal) is animal
    cage: object = Cage()
    assert cast(Cage[int], cage) is cage
    with pytest.raises(FatalError, match="Animal where Cat was promised"):
        cast(Cat, Animal())
    with pytest.raises(FatalError, match="NoneType where Cat"):
        cast(Cat, None)


def test_identity_and_class():
    cat = Cat()
    assert identity(cat) == id(cat)
    assert same_class(cat, Cat()) and not same_class(cat, Animal())
    assert class_name(cat) == "Cat"
    keepalive(cat)
