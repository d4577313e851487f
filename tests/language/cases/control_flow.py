"""Statements: if, while, for, break, continue, else of loops, evaluation order, scopes."""
from tests.language.opaque import a_bool, an_int


def if_elif_else() -> str:
    result = ""
    for i in range(5):
        if i == 0:
            result += "zero "
        elif i < 3:
            result += "small "
        else:
            result += "large "
    return result


def if_without_else() -> int:
    x = 1
    if an_int(1) > 0:
        x = 2
    return x


def nested_if() -> str:
    result = ""
    for i in range(4):
        if i & 1:
            if i & 2:
                result += "both "
            else:
                result += "one "
        elif i & 2:
            result += "two "
    return result


def while_loop() -> int:
    n = an_int(10)
    total = 0
    while n > 0:
        total += n
        n -= 1
    return total


def while_with_break() -> int:
    n = 0
    while True:
        n += 1
        if n * n > 50:
            break
    return n


def while_with_continue() -> int:
    n = 0
    total = 0
    while n < 10:
        n += 1
        if n % 2 == 0:
            continue
        total += n
    return total


def while_else() -> str:
    result = ""
    for limit in [3, 10]:
        n = 0
        while n < 5:
            if n == limit:
                result += "broken "
                break
            n += 1
        else:
            result += "finished "
    return result


def for_else() -> str:
    result = ""
    for n in range(2, 12):
        for d in range(2, n):
            if n % d == 0:
                break
        else:
            result += str(n) + " "
    return result


def for_range() -> int:
    total = 0
    for i in range(an_int(5)):
        total = total * 10 + i
    return total


def for_range_from() -> int:
    total = 0
    for i in range(an_int(3), 7):
        total = total * 10 + i
    return total


def for_range_step() -> str:
    result = ""
    for i in range(0, an_int(10), 3):
        result += str(i) + " "
    for i in range(10, an_int(0), -4):
        result += str(i) + " "
    return result


def for_range_variable_step() -> str:
    result = ""
    for step in [1, 2, -1, -2]:
        for i in range(0, 4 * step, an_int(step)):
            result += str(i) + " "
    return result


def for_range_zero_step() -> str:
    try:
        for i in range(0, 5, an_int(0)):
            return str(i)
    except ValueError:
        return "ValueError"
    return "finished"


def for_range_empty() -> str:
    result = "start"
    for i in range(an_int(5), 2):
        result += str(i)
    for i in range(an_int(-3)):
        result += str(i)
    return result


def for_range_bounds_evaluated_once() -> int:
    n = 3
    count = 0
    for i in range(n):
        n = 10
        count += 1
    return count


def for_variable_assigned_in_body() -> str:
    result = ""
    for i in range(4):
        result += str(i)
        i = 100
        result += str(i)
    return result


def for_variable_after_loop() -> int:
    i = -1
    for i in range(5):
        pass
    return i


def for_near_largest() -> int:
    count = 0
    for i in range(0x7FFFFFFFFFFFFFFC, 0x7FFFFFFFFFFFFFFF):
        count += i & 1
    return count


def for_step_past_largest() -> int:
    count = 0
    for _ in range(0x7FFFFFFFFFFFFFF0, 0x7FFFFFFFFFFFFFFF, 10):
        count += 1
    return count


def nested_loops() -> int:
    count = 0
    for a in range(1, 20):
        for b in range(a, 20):
            for c in range(b, 30):
                if a * a + b * b == c * c:
                    count += 1
    return count


def break_of_inner_only() -> str:
    result = ""
    for i in range(3):
        for j in range(10):
            if j == 2:
                break
            result += f"{i}{j} "
    return result


def continue_of_outer() -> str:
    result = ""
    for i in range(4):
        if i == 2:
            continue
        for j in range(2):
            if j == 0:
                continue
            result += f"{i}{j} "
    return result


def return_from_loops() -> int:
    for i in range(10):
        for j in range(10):
            if i * j == an_int(42):
                return i * 10 + j
    return -1


def pass_statement() -> int:
    for i in range(3):
        pass
    if a_bool(True):
        pass
    return 1


def variable_set_in_all_branches() -> int:
    if an_int(1) > 0:
        x = 1
    else:
        x = 2
    return x


def variable_set_before_loop_only_used_after() -> int:
    x = an_int(5)
    while x > 100:
        x -= 1
    return x


def several_variables_in_loop() -> str:
    a, b, c = 0, 1, 2
    for _ in range(10):
        a, b, c = b, c, (a + b + c) % 1000
    return f"{a} {b} {c}"


def many_variables() -> int:
    a = an_int(1)
    b = a + 1
    c = b + 1
    d = c + 1
    e = d + 1
    f = e + 1
    g = f + 1
    h = g + 1
    for _ in range(3):
        a, b, c, d, e, f, g, h = b, c, d, e, f, g, h, a
    return ((((((a * 10 + b) * 10 + c) * 10 + d) * 10 + e) * 10 + f) * 10 + g) * 10 + h


def recursion() -> int:
    return _factorial(an_int(15))


def _factorial(n: int) -> int:
    return 1 if n <= 1 else n * _factorial(n - 1)


def mutual_recursion() -> str:
    return f"{_is_even(an_int(10))} {_is_odd(an_int(10))} {_is_odd(7)}"


def _is_even(n: int) -> bool:
    return True if n == 0 else _is_odd(n - 1)


def _is_odd(n: int) -> bool:
    return False if n == 0 else _is_even(n - 1)


def ackermann() -> int:
    return _ackermann(2, an_int(3))


def _ackermann(m: int, n: int) -> int:
    if m == 0:
        return n + 1
    if n == 0:
        return _ackermann(m - 1, 1)
    return _ackermann(m - 1, _ackermann(m, n - 1))


def towers_of_hanoi() -> int:
    moves: list[int] = []
    _hanoi(an_int(6), 0, 2, 1, moves)
    result = 0
    for move in moves:
        result = (result * 7 + move) % 1000003
    return len(moves) * 10000000 + result


def _hanoi(n: int, source: int, target: int, other: int, moves: list[int]) -> None:
    if n > 0:
        _hanoi(n - 1, source, other, target, moves)
        moves.append(source * 3 + target)
        _hanoi(n - 1, other, target, source, moves)


def evaluation_order_of_operands() -> str:
    log: list[int] = []
    result = _log(log, 1) + _log(log, 2) * _log(log, 3)
    return f"{result} {log[0]}{log[1]}{log[2]}"


def evaluation_order_of_arguments() -> str:
    log: list[int] = []
    result = _three(_log(log, 1), c=_log(log, 2), b=_log(log, 3))
    return f"{result} {log[0]}{log[1]}{log[2]}"


def evaluation_order_of_comparison() -> str:
    log: list[int] = []
    result = _log(log, 1) < _log(log, 5) < _log(log, 3)
    return f"{result} {len(log)}"


def evaluation_order_of_assignment() -> str:
    log: list[int] = []
    items = [0, 0, 0]
    items[_log(log, 1)] = _log(log, 2)
    return f"{items[1]} {log[0]}{log[1]}"


def evaluation_order_of_display() -> str:
    log: list[int] = []
    items = [_log(log, 3), _log(log, 1), _log(log, 2)]
    return f"{items[0]}{items[1]}{items[2]} {log[0]}{log[1]}{log[2]}"


def evaluation_order_in_conditional() -> str:
    log: list[int] = []
    x = _log(log, 1) if _log(log, 0) else _log(log, 2)
    return f"{x} {log[0]}{log[1]} {len(log)}"


def _log(log: list[int], x: int) -> int:
    log.append(x)
    return x


def _three(a: int, b: int, c: int) -> int:
    return a * 100 + b * 10 + c


def chained_assignment() -> int:
    a = b = an_int(5)
    a += 1
    return a * 10 + b


def chained_assignment_of_list() -> int:
    a = b = [1]
    a.append(2)
    return len(b)


def walrus() -> int:
    total = 0
    n = an_int(5)
    while (n := n - 1) > 0:
        total += n
    return total


def walrus_in_condition() -> int:
    if (x := an_int(5)) > 3:
        return x * 10
    return x


def assertion_passes() -> int:
    x = an_int(5)
    assert x == 5
    assert x > 0, "positive"
    return x


def assertion_fails() -> str:
    try:
        assert an_int(5) == 6, "five is not six"
    except AssertionError as error:
        return str(error)
    return "passed"


def statement_after_return_is_dead() -> int:
    return an_int(1)
    return an_int(2)


def infinite_loop_left_by_return() -> int:
    n = 0
    while True:
        n += 7
        if n % 5 == 0:
            return n


def while_with_complex_condition() -> int:
    i = 0
    items = [3, 4, 5, 0, 7]
    while i < len(items) and (items[i] != 0 or i == 0):
        i += 1
    return i


def bits_loop() -> str:
    result = ""
    x = an_int(37)
    while x:
        result = ("1" if x & 1 else "0") + result
        x >>= 1
    return result


def type_annotation_of_local() -> int:
    x: int = an_int(3)
    y: float = 1.5
    items: list[int] = []
    items.append(x)
    return items[0] + int(y)


def ignored_result() -> int:
    _factorial(3)
    [1, 2, 3].pop()
    return 1


def loop_over_constant_empty() -> int:
    n = 0
    for i in range(0):
        n += i
    return n


def ellipsis_body() -> int:
    _nothing()
    return 1


def _nothing() -> None: ...


def two_loops_one_variable() -> int:
    total = 0
    for i in range(3):
        total += i
    for i in range(10, 12):
        total += i
    return total


def collatz() -> int:
    longest = 0
    for start in range(1, 1000):
        n = start
        steps = 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        longest = max(longest, steps)
    return longest
