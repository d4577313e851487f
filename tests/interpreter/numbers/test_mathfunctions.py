"""Sums, norms and errors that random arguments seldom reach."""
from __future__ import annotations

import cmath
import math
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpreter.numbers import complexfunctions, mathfunctions

finite = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.floats(-1e150, 1e150), max_size=6))
def test_a_norm_is_that_of_cpython(coordinates: list[float]):
    assert mathfunctions.norm(coordinates) == math.hypot(*coordinates)


@given(st.lists(st.floats(-1e-305, 1e-305), min_size=2, max_size=4))
def test_a_tiny_norm_is_the_nearest_float(coordinates: list[float]):
    """CPython 3.11's is not always, below the smallest normal number."""
    result = Fraction(mathfunctions.norm(coordinates))
    exact = sum(Fraction(x) ** 2 for x in coordinates)
    half = Fraction(math.ulp(mathfunctions.norm(coordinates))) * Fraction(501, 1000)
    assert max(result - half, Fraction(0)) ** 2 <= exact <= (result + half) ** 2


@given(st.lists(st.floats(), min_size=1, max_size=4))
def test_distance(p: list[float]):
    q = p[1:] + [2.5]
    assert repr(mathfunctions.distance(p, q)) == repr(math.dist(p, q))


def test_distance_of_points_with_different_dimensions():
    with pytest.raises(ValueError, match="both points must have the same number of dimensions"):
        mathfunctions.distance([1.0], [1.0, 2.0])


@pytest.mark.parametrize("summands, error", [
    ([1e308, 1e308], OverflowError("intermediate overflow in fsum")),
    ([math.inf, -math.inf], ValueError("-inf + inf in fsum"))])
def test_errors_of_sums(summands: list[float], error: Exception):
    total = mathfunctions.ExactSum()
    with pytest.raises(type(error), match=re.escape(str(error))):
        for x in summands:
            total.add(x)
        total.result()


@given(finite, finite)
def test_sizes_of_complex_numbers(x: float, y: float):
    z = complex(x, y)
    try:
        expected = abs(z)
    except OverflowError as error:
        with pytest.raises(OverflowError, match=str(error)):
            complexfunctions.absolute((x, y))
        with pytest.raises(OverflowError, match="math range error"):
            complexfunctions.polar((x, y))
        return
    assert complexfunctions.absolute((x, y)) == expected
    assert complexfunctions.polar((x, y)) == (expected, math.atan2(y, x))


def test_poles():
    for function in (complexfunctions.log, complexfunctions.log10):
        with pytest.raises(ValueError, match="math domain error"):
            function((0.0, -0.0))
    with pytest.raises(ValueError, match="math domain error"):
        complexfunctions.atanh((-1.0, 0.0))
    with pytest.raises(ValueError, match="tolerances must be non-negative"):
        mathfunctions.is_close(1.0, 2.0, -1.0, 0.0)


@pytest.mark.parametrize(
    "name", "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh".split())
def test_all_combinations_of_special_values(name: str):
    values = [0.0, -0.0, 1.0, -1.0, 0.5, -2.0, math.inf, -math.inf, math.nan, 710.0, -710.0, 1e308]
    for x in values:
        for y in values:
            try:
                z = getattr(cmath, name)(complex(x, y))
                expected = repr((z.real, z.imag))
            except (ValueError, OverflowError) as error:
                expected = repr(error)
            try:
                found = repr(getattr(complexfunctions, name)((x, y)))
            except (ValueError, OverflowError) as error:
                found = repr(error)
            assert found == expected, (x, y)
