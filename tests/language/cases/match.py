"""match on constants: integers, strings, characters, names of constants, alternatives, guards."""
from tests.language.opaque import a_str, an_int


class _Op:
    ADD = 0
    SUB = 1
    MUL = 2
    JUMP = 100
    NEGATIVE = -5


def _name(x: int) -> str:
    match x:
        case 0:
            return "zero"
        case 1:
            return "one"
        case 2 | 3 | 5:
            return "small prime"
        case -1:
            return "minus one"
        case _:
            return "many"


def on_integers() -> str:
    return ", ".join([_name(i) for i in range(-2, 7)])


def _apply(op: int, a: int, b: int) -> int:
    match op:
        case _Op.ADD:
            return a + b
        case _Op.SUB:
            return a - b
        case _Op.MUL:
            return a * b
        case _Op.JUMP | _Op.NEGATIVE:
            return -1
    return -2


def on_named_constants() -> str:
    return " ".join([str(_apply(an_int(op), 7, 3)) for op in [0, 1, 2, 3, 100, -5]])


def without_match_goes_on() -> int:
    x = 1
    match an_int(9):
        case 1:
            x = 10
        case 2:
            x = 20
    return x


def dense_table() -> int:
    total = 0
    for i in range(12):
        match i:
            case 0:
                total += 1
            case 1:
                total += 20
            case 2:
                total += 300
            case 3:
                total += 4000
            case 4:
                total += 50000
            case 5:
                total += 600000
            case 6:
                total += 7000000
            case 7:
                total += 80000000
            case 8:
                total += 900000000
            case _:
                total += 1000000000
    return total


def sparse_values() -> str:
    result = ""
    for x in [0, 1000, 1000000, -1000000, 5]:
        match x:
            case 1000000:
                result += "M"
            case 1000:
                result += "K"
            case -1000000:
                result += "-M"
            case _:
                result += "."
    return result


def _keyword(word: str) -> int:
    match word:
        case "if":
            return 1
        case "else" | "elif":
            return 2
        case "":
            return 3
        case "é":
            return 4
    return 0


def on_strings() -> str:
    return " ".join([str(_keyword(a_str(word))) for word in ["if", "else", "elif", "", "é", "while", "i"]])


def on_characters() -> str:
    result = ""
    for c in a_str("a+b-c 9"):
        match c:
            case "+" | "-":
                result += "o"
            case " ":
                result += "_"
            case "9":
                result += "n"
            case _:
                result += "v"
    return result


def on_bytes_items() -> int:
    depth = 0
    deepest = 0
    for byte in b"(()((())))":
        match byte:
            case 40:
                depth += 1
            case 41:
                depth -= 1
        deepest = max(deepest, depth)
    return deepest


def with_guard() -> str:
    result = ""
    for x in range(6):
        match x:
            case 1 if an_int(1) > 5:
                result += "never "
            case 1 | 2 if x == 2:
                result += "two "
            case _ if x > 4:
                result += "large "
            case _:
                result += "other "
    return result


def with_capture() -> str:
    match an_int(42):
        case 0:
            return "zero"
        case other:
            return f"other {other}"


def on_bool() -> str:
    result = ""
    for x in [True, False]:
        match x:
            case True:
                result += "yes"
            case False:
                result += "no"
    return result


def with_break_in_loop() -> int:
    total = 0
    for x in [1, 2, 3, 4]:
        match x:
            case 3:
                break
            case 2:
                continue
            case _:
                total += x
        total += 10
    return total


def assigns_in_all_cases() -> int:
    match an_int(2):
        case 1:
            x = 10
        case 2:
            x = 20
        case _:
            x = 30
    return x


def nested() -> str:
    result = ""
    for a in range(2):
        for b in range(2):
            match a:
                case 0:
                    match b:
                        case 0:
                            result += "00 "
                        case _:
                            result += "01 "
                case _:
                    result += f"1{b} "
    return result


def raises_in_case() -> str:
    result = ""
    for x in range(3):
        try:
            match x:
                case 1:
                    raise ValueError("one")
                case _:
                    result += "ok "
        except ValueError as error:
            result += str(error) + " "
    return result


def subject_evaluated_once() -> int:
    log: list[int] = []
    match _log(log, 3):
        case 1:
            log.append(100)
        case 2:
            log.append(200)
        case 3:
            log.append(300)
    return sum(log)


def _log(log: list[int], x: int) -> int:
    log.append(x)
    return x


def interpreter_loop() -> int:
    program = [0, 5, 0, 7, 2, 0, 3, 1, 9]
    stack: list[int] = []
    pc = 0
    while True:
        match program[pc]:
            case 0:
                stack.append(program[pc + 1])
                pc += 2
            case 1:
                top = stack.pop()
                stack.append(stack.pop() - top)
                pc += 1
            case 2:
                stack.append(stack.pop() * stack.pop())
                pc += 1
            case 9:
                return stack.pop()
            case _:
                return -1
