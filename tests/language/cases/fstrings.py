"""f-strings: values of all types, widths, precision, bases."""
from tests.language.opaque import a_bool, a_float, a_str, an_int


class _Named:
    name: str

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return "named " + self.name


def empty() -> str:
    return f""  # noqa: F541


def plain() -> str:
    return f"text"  # noqa: F541


def integers() -> str:
    return f"{an_int(1)} and {an_int(-2)}"


def floats() -> str:
    return f"{a_float(1.5)} {a_float(1e100)} {a_float(-0.0)}"


def bools() -> str:
    return f"{a_bool(True)}{a_bool(False)}"


def strings() -> str:
    return f"<{a_str('text')}>"


def braces() -> str:
    return f"{{{an_int(5)}}}"


def instances() -> str:
    return f"[{_Named('x')}]"


def expressions() -> str:
    x = an_int(5)
    return f"{x + 1} {x * x} {'big' if x > 3 else 'small'} {len(a_str('abc'))}"


def nested_quotes() -> str:
    table = {"key": 3}
    return f"{table['key']}"


def adjacent() -> str:
    return f"{an_int(1)}" "-" f"{an_int(2)}"


def width() -> str:
    return f"[{an_int(42):5}][{an_int(-42):5}][{a_str('ab'):5}][{an_int(123456):3}]"


def alignment() -> str:
    return f"[{an_int(42):<5}][{an_int(42):>5}][{an_int(42):^6}][{a_str('ab'):>5}][{a_str('ab'):^5}]"


def fill() -> str:
    return f"[{an_int(42):*>6}][{a_str('ab'):.<5}][{an_int(42):05}][{an_int(-42):05}]"


def bases() -> str:
    return f"{an_int(255):x} {an_int(255):X} {an_int(8):o} {an_int(5):b} {an_int(-255):x}"


def bases_with_prefix() -> str:
    return f"{an_int(255):#x} {an_int(5):#b} {an_int(8):#o}"


def bases_with_width() -> str:
    return f"{an_int(10):02x} {an_int(300):04X} {an_int(5):08b}"


def decimal_type() -> str:
    return f"{an_int(42):d} {an_int(42):6d}"


def sign() -> str:
    return f"{an_int(42):+} {an_int(-42):+d} {a_float(1.5):+.1f}"


def thousands() -> str:
    return f"{an_int(1234567):,} {an_int(-1000):,} {an_int(999):,}"


def fixed_point() -> str:
    return f"{a_float(3.14159):.2f} {a_float(-2.5):.0f} {a_float(1e10):.3f} {a_float(0.0005):.3f}"


def fixed_point_with_width() -> str:
    return f"[{a_float(3.14159):8.2f}][{a_float(3.14159):<8.2f}][{a_float(-3.1):08.2f}]"


def exponent() -> str:
    return f"{a_float(12345.678):.3e} {a_float(0.00012):.1e}"


def general() -> str:
    return f"{a_float(0.1):g} {a_float(1e20):g} {a_float(123456789.0):g} {a_float(100000.0):.3g}"


def percent() -> str:
    return f"{a_float(0.256):.1%}"


def repr_conversion() -> str:
    return f"{a_str('it')!r} {an_int(3)!r}"


def str_conversion() -> str:
    return f"{an_int(3)!s}"


def wide_characters() -> str:
    return f"é{a_str('€')}{an_int(1)}😀"


def width_of_wide_characters() -> str:
    return f"[{a_str('é€'):5}]"


def many_parts() -> str:
    a = an_int(1)
    return f"{a}{a + 1}{a + 2}{a + 3}{a + 4}{a + 5}{a + 6}{a + 7}{a + 8}{a + 9}{a + 10}"


def in_loop() -> str:
    result = ""
    for i in range(3):
        result = f"({result}{i})"
    return result


def debug_form() -> str:
    x = an_int(3)
    return f"{x=}"
