"""Exceptions: raising, catching by class, finally in every order, messages, own classes and fields."""
from __future__ import annotations

from tests.language.opaque import an_int


class _Problem(Exception):
    pass


class _Detailed(_Problem):
    code: int
    where: str

    def __init__(self, message: str, code: int, where: str = "here") -> None:
        super().__init__(message)
        self.code = code
        self.where = where


class _Other(Exception):
    pass


def _check(x: int) -> int:
    if x == 1:
        raise ValueError("one")
    if x == 2:
        raise _Problem("two")
    if x == 3:
        raise _Detailed("three", 33)
    if x == 4:
        raise _Other("four")
    return x


def caught() -> str:
    try:
        _check(an_int(1))
    except ValueError:
        return "caught"
    return "passed"


def not_raised() -> str:
    try:
        return str(_check(an_int(0)))
    except ValueError:
        return "caught"


def message() -> str:
    try:
        _check(an_int(1))
    except ValueError as error:
        return str(error)
    return "passed"


def message_in_fstring() -> str:
    try:
        _check(an_int(2))
    except _Problem as error:
        return f"<{error}>"
    return "passed"


def without_message() -> str:
    try:
        raise _Problem
    except _Problem as error:
        return "[" + str(error) + "]"


def without_message_called() -> str:
    try:
        raise _Problem()
    except _Problem as error:
        return "[" + str(error) + "]"


def several_handlers() -> str:
    result = ""
    for i in range(5):
        try:
            result += str(_check(an_int(i)))
        except ValueError:
            result += "V"
        except _Detailed:
            result += "D"
        except _Problem:
            result += "P"
        except Exception:
            result += "E"
    return result


def base_class_first() -> str:
    result = ""
    for i in [2, 3]:
        try:
            _check(an_int(i))
        except _Problem as error:
            result += "D" if isinstance(error, _Detailed) else "P"
    return result


def tuple_of_classes() -> str:
    result = ""
    for i in range(5):
        try:
            result += str(_check(an_int(i)))
        except (ValueError, _Other) as error:
            result += str(error)
        except _Problem:
            result += "problem"
        result += " "
    return result


def own_fields() -> str:
    try:
        _check(an_int(3))
    except _Detailed as error:
        return f"{error} {error.code} {error.where}"
    return "passed"


def own_fields_after_narrowing() -> int:
    try:
        _check(an_int(3))
    except Exception as error:
        if isinstance(error, _Detailed):
            return error.code
        return -1
    return 0


class _WithText(Exception):
    number: int

    def __init__(self, number: int) -> None:
        self.number = number

    def __str__(self) -> str:
        return f"number {self.number}"


def own_str() -> str:
    try:
        raise _WithText(an_int(5))
    except _WithText as error:
        return str(error)


def builtin_hierarchy() -> str:
    result = ""
    for i in range(4):
        try:
            _builtin(an_int(i))
        except LookupError:
            result += "lookup "
        except ArithmeticError:
            result += "arithmetic "
    return result


def _builtin(i: int) -> int:
    if i == 0:
        return [1][i + 1]
    if i == 1:
        return {1: 1}[0]
    if i == 2:
        return 1 // (i - 2)
    raise OverflowError("large")


def propagates_through_frames() -> str:
    try:
        return str(_outer(an_int(1)))
    except ValueError as error:
        return str(error)


def _outer(x: int) -> int:
    return _middle(x) + 1


def _middle(x: int) -> int:
    result = _check(x)
    return result * 2


def not_caught_by_other_handler() -> str:
    try:
        try:
            _check(an_int(1))
        except _Problem:
            return "wrong"
    except ValueError:
        return "right"
    return "passed"


def else_clause() -> str:
    result = ""
    for i in [0, 1]:
        try:
            _check(an_int(i))
        except ValueError:
            result += "except "
        else:
            result += "else "
    return result


def else_clause_is_not_guarded() -> str:
    try:
        try:
            _check(an_int(0))
        except ValueError:
            return "inner"
        else:
            _check(an_int(1))
    except ValueError:
        return "outer"
    return "none"


def finally_after_success() -> str:
    result = ""
    try:
        result += "body "
    finally:
        result += "finally"
    return result


def finally_after_exception() -> str:
    log: list[str] = []
    try:
        _with_finally(log, 1)
    except ValueError:
        log.append("caught")
    return " ".join(log)


def _with_finally(log: list[str], x: int) -> int:
    try:
        log.append("body")
        return _check(x)
    finally:
        log.append("finally")


def finally_after_return() -> str:
    log: list[str] = []
    x = _with_finally(log, 7)
    return f"{x} " + " ".join(log)


def finally_does_not_change_returned_value() -> int:
    return _returned()


def _returned() -> int:
    x = an_int(1)
    try:
        return x
    finally:
        x = 100


def return_in_finally_wins() -> int:
    return _return_in_finally(0) * 100 + _return_in_finally(1)


def _return_in_finally(x: int) -> int:
    try:
        return _check(x)
    finally:
        return 7


def finally_with_break() -> str:
    result = ""
    for i in range(5):
        try:
            if i == 2:
                break
            result += str(i)
        finally:
            result += "f"
    return result


def finally_with_continue() -> str:
    result = ""
    for i in range(4):
        try:
            if i == 2:
                continue
            result += str(i)
        finally:
            result += "f"
    return result


def break_in_finally_drops_exception() -> str:
    result = ""
    for i in range(3):
        try:
            result += str(_check(an_int(i)))
        finally:
            if i == 1:
                break
    return result + " done"


def continue_in_finally_drops_exception() -> str:
    result = ""
    for i in range(4):
        try:
            result += str(_check(an_int(i)))
        finally:
            continue
    return result + " done"


def except_and_finally() -> str:
    log: list[str] = []
    for i in range(3):
        try:
            log.append("try")
            _check(an_int(i))
        except ValueError:
            log.append("except")
        except _Problem:
            log.append("problem")
        else:
            log.append("else")
        finally:
            log.append("finally")
    return " ".join(log)


def exception_in_handler() -> str:
    log: list[str] = []
    try:
        try:
            _check(an_int(1))
        except ValueError:
            log.append("first")
            _check(an_int(2))
        finally:
            log.append("finally")
    except _Problem as error:
        log.append(str(error))
    return " ".join(log)


def exception_in_finally_replaces() -> str:
    try:
        try:
            _check(an_int(1))
        finally:
            _check(an_int(2))
    except _Problem as error:
        return str(error)
    except ValueError:
        return "first"
    return "none"


def nested_finally() -> str:
    log: list[str] = []
    try:
        try:
            try:
                _check(an_int(1))
            finally:
                log.append("inner")
        finally:
            log.append("outer")
    except ValueError:
        log.append("caught")
    return " ".join(log)


def finally_in_loop_with_return() -> str:
    log: list[str] = []
    x = _first_even([3, 5, 4, 6], log)
    return f"{x} " + "".join(log)


def _first_even(items: list[int], log: list[str]) -> int:
    for item in items:
        try:
            if item % 2 == 0:
                return item
        finally:
            log.append(f"{item};")
    return -1


def return_through_two_finallys() -> str:
    log: list[str] = []
    x = _two_finallys(log)
    return f"{x} " + "".join(log)


def _two_finallys(log: list[str]) -> int:
    try:
        try:
            return an_int(5)
        finally:
            log.append("a")
    finally:
        log.append("b")


def reraise() -> str:
    log: list[str] = []
    try:
        try:
            _check(an_int(1))
        except ValueError:
            log.append("inner")
            raise
    except ValueError as error:
        log.append(str(error))
    return " ".join(log)


def reraise_named() -> str:
    try:
        try:
            _check(an_int(3))
        except _Problem as error:
            raise error
    except _Detailed as error:
        return f"{error.code}"
    return "none"


def raise_from() -> str:
    try:
        try:
            _check(an_int(1))
        except ValueError as error:
            raise _Problem("wrapped " + str(error)) from error
    except _Problem as error:
        return str(error)
    return "not raised"


def raise_from_none() -> str:
    try:
        try:
            _check(an_int(1))
        except ValueError:
            raise _Problem("clean") from None
    except _Problem as error:
        return str(error)
    return "not raised"


def raise_variable() -> str:
    problem = _Detailed("kept", an_int(5))
    problem.code += 1
    try:
        raise problem
    except _Detailed as error:
        return f"{error.code} {error is problem}"


def raise_result_of_function() -> str:
    try:
        raise _make_problem(an_int(9))
    except _Detailed as error:
        return f"{error} {error.code}"


def _make_problem(code: int) -> _Detailed:
    return _Detailed("made", code)


def raise_in_constructor() -> str:
    try:
        _Positive(an_int(-1))
    except ValueError as error:
        return str(error)
    return "made"


class _Positive:
    value: int

    def __init__(self, value: int) -> None:
        if value <= 0:
            raise ValueError("not positive")
        self.value = value


def variables_after_exception() -> int:
    x = 1
    try:
        x = 2
        _check(an_int(1))
        x = 3
    except ValueError:
        pass
    return x


def variables_changed_in_loop_before_exception() -> str:
    done = 0
    total = 0
    try:
        for i in [5, 6, 0, 1]:
            total += 100 // i
            done += 1
    except ZeroDivisionError:
        pass
    return f"{done} {total}"


def field_changed_before_exception() -> int:
    p = _Positive(1)
    try:
        p.value = 5
        _check(an_int(1))
        p.value = 6
    except ValueError:
        p.value *= 10
    return p.value


def handler_variable_is_gone() -> str:
    error = "outer"
    try:
        _check(an_int(1))
    except ValueError as problem:
        error += str(problem)
    return error


def try_in_loop() -> str:
    result = ""
    for i in range(6):
        try:
            result += str(10 // (i - 3)) + " "
        except ZeroDivisionError:
            result += "zero "
    return result


def loop_in_try() -> str:
    result = ""
    try:
        while True:
            result += "x"
            if len(result) > 3:
                raise _Problem(result)
    except _Problem as error:
        return str(error) + "!"


def try_in_handler() -> str:
    try:
        _check(an_int(1))
    except ValueError:
        try:
            _check(an_int(2))
        except _Problem:
            return "inner"
    return "none"


def exceptions_as_control_flow() -> int:
    count = 0
    for i in range(1000):
        try:
            _check(i % 5)
        except Exception:
            count += 1
    return count


def deep_raise() -> str:
    try:
        _dive(an_int(100))
    except _Detailed as error:
        return f"{error.code}"
    return "none"


def _dive(n: int) -> None:
    if n == 0:
        raise _Detailed("bottom", 42)
    _dive(n - 1)


def results_that_look_like_failures() -> str:
    return (f"{_int_result(an_int(-113))} {_float_result(-113.0)} {_bool_result(False)} "
            f"{_int_result(143)} {_none_result() is None}")


def _int_result(x: int) -> int:
    if x == 0:
        raise ValueError("zero")
    return x


def _float_result(x: float) -> float:
    if x == 0.0:
        raise ValueError("zero")
    return x


def _bool_result(x: bool) -> bool:
    if an_int(1) == 0:
        raise ValueError("zero")
    return x


def _none_result() -> _Positive | None:
    if an_int(1) == 0:
        raise ValueError("zero")
    return None


def failures_of_all_result_kinds() -> str:
    result = ""
    try:
        _int_result(an_int(0))
    except ValueError:
        result += "int "
    try:
        _float_result(float(an_int(0)))
    except ValueError:
        result += "float "
    try:
        _fails_without_result(an_int(0))
    except ValueError:
        result += "none "
    try:
        _fails_with_str(an_int(0))
    except ValueError:
        result += "str "
    try:
        a, b = _fails_with_tuple(an_int(0))
        result += f"{a}{b}"
    except ValueError:
        result += "tuple "
    return result


def _fails_without_result(x: int) -> None:
    if x == 0:
        raise ValueError("zero")


def _fails_with_str(x: int) -> str:
    if x == 0:
        raise ValueError("zero")
    return "text"


def _fails_with_tuple(x: int) -> tuple[float, str]:
    if x == 0:
        raise ValueError("zero")
    return 1.0, "x"


def exceptions_in_list() -> str:
    errors: list[Exception] = []
    for i in range(1, 5):
        try:
            _check(i)
        except Exception as error:
            errors.append(error)
    return ",".join([str(error) for error in errors])


def stop_iteration_outside_of_loops() -> str:
    try:
        raise StopIteration
    except StopIteration:
        return "stopped"


def exception_in_condition() -> str:
    try:
        if _check(an_int(1)) > 0:
            return "positive"
        return "negative"
    except ValueError:
        return "raised"


def exception_in_argument() -> str:
    log: list[str] = []
    try:
        _pair(_logged(log, 1), _check(an_int(1)), _logged(log, 3))
    except ValueError:
        log.append("raised")
    return " ".join(log)


def _pair(a: int, b: int, c: int) -> int:
    return a + b + c


def _logged(log: list[str], x: int) -> int:
    log.append(str(x))
    return x


def memory_error_can_be_raised() -> str:
    try:
        raise MemoryError
    except MemoryError:
        return "MemoryError"
