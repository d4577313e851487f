"""str: code points of 1, 2 and 4 bytes, searching, slicing, building, characters as integers."""
from tests.language.opaque import a_str, an_int


def literals() -> str:
    return "single" 'quotes' """triple""" "\t\\\"\x41\u00e9\U0001f600" r"\raw"


def concatenation() -> str:
    return a_str("ab") + a_str("cd")


def concatenation_widens() -> str:
    return a_str("ab") + a_str("é") + a_str("€") + a_str("😀")


def repetition() -> str:
    return a_str("ab") * an_int(3) + an_int(2) * a_str("é") + a_str("x") * an_int(-1)


def length() -> int:
    return len(a_str("abc")) * 100 + len(a_str("a€😀"))


def empty_length() -> int:
    return len(a_str(""))


def indexing() -> str:
    s = a_str("hello")
    return s[0] + s[an_int(4)]


def negative_index() -> str:
    s = a_str("hello")
    return s[-1] + s[an_int(-5)]


def index_error() -> str:
    try:
        return a_str("abc")[an_int(3)]
    except IndexError:
        return "IndexError"


def negative_index_error() -> str:
    try:
        return a_str("abc")[an_int(-4)]
    except IndexError:
        return "IndexError"


def indexing_wide() -> str:
    s = a_str("aé€😀")
    return s[3] + s[2] + s[1] + s[0]


def characters_compare_as_integers() -> int:
    count = 0
    s = a_str("banana")
    for i in range(len(s)):
        if s[i] == "a":
            count += 1
    return count


def character_differs() -> bool:
    return a_str("abc")[0] != "b"


def character_order() -> bool:
    s = a_str("az")
    return s[0] < s[1] and s[0] <= "a"


def character_ord() -> int:
    s = a_str("aé€😀")
    return ord(s[0]) + ord(s[1]) + ord(s[2]) + ord(s[3])


def character_range_test() -> int:
    digits = 0
    for c in a_str("a1b22c333"):
        if "0" <= c <= "9":
            digits += ord(c) - ord("0")
    return digits


def character_as_str() -> str:
    return a_str("abc")[1] * 3


def character_in_str() -> str:
    result = ""
    for c in a_str("programming"):
        if c in "aeiou":
            result += c
    return result


def character_as_key() -> str:
    counts: dict[str, int] = {}
    for c in a_str("mississippi"):
        counts[c] = counts.get(c, 0) + 1
    return f"{counts['m']}{counts['i']}{counts['s']}{counts['p']}"


def character_in_list() -> str:
    letters: list[str] = []
    for c in a_str("abc"):
        letters.append(c)
    return "-".join(letters)


def _takes_str(s: str) -> str:
    return s + "!"


def character_as_argument() -> str:
    return _takes_str(a_str("xyz")[2])


def character_returned() -> str:
    return a_str("xyz")[0]


def iteration() -> str:
    result = ""
    for c in a_str("a€b"):
        result = c + result
    return result


def iteration_with_enumerate() -> int:
    total = 0
    for i, c in enumerate(a_str("abc")):
        total += i * ord(c)
    return total


def slice_middle() -> str:
    return a_str("hello world")[an_int(2):an_int(7)]


def slice_open() -> str:
    s = a_str("hello")
    return s[:2] + "|" + s[2:] + "|" + s[:]


def slice_negative() -> str:
    s = a_str("hello")
    return s[-3:] + "|" + s[:-1] + "|" + s[-4:-2]


def slice_out_of_range() -> str:
    s = a_str("hello")
    return s[3:100] + "|" + s[-100:2] + "|" + s[4:2] + "|" + s[9:]


def slice_step() -> str:
    s = a_str("abcdefg")
    return s[::2] + "|" + s[1::3] + "|" + s[::-1]


def slice_narrows() -> str:
    s = a_str("abc😀")[:3]
    return s + str(s == "abc") + str(len(s))


def slice_of_wide() -> str:
    return a_str("aé€😀z")[1:4]


def equality() -> str:
    a = a_str("abc")
    return f"{a == a_str('abc')} {a == a_str('abd')} {a != a_str('ab')} {a == a_str('')}"


def equality_of_built() -> bool:
    return a_str("ab") + a_str("c") == "abc"


def equality_of_kinds() -> bool:
    return a_str("é") == a_str("€")[1:] + a_str("é")


def ordering() -> str:
    a = a_str("apple")
    b = a_str("banana")
    return f"{a < b} {a > b} {a <= a_str('apple')} {a >= a_str('app')} {a_str('Z') < a_str('a')}"


def ordering_of_wide() -> str:
    return f"{a_str('é') < a_str('€')} {a_str('😀') > a_str('€')} {a_str('a😀') < a_str('b')}"


def containment() -> str:
    s = a_str("hello world")
    return f"{'lo w' in s} {'xyz' in s} {'' in s} {'hello world!' in s} {'q' not in s}"


def containment_in_wide() -> str:
    s = a_str("naïve €5 😀")
    return f"{'€' in s} {'ï' in s} {'😀' in s} {'¥' in s} {'ve €' in s}"


def find() -> str:
    s = a_str("abcabc")
    return f"{s.find('c')} {s.find('c', 3)} {s.find('x')} {s.find('')} {s.find('abc', 1)} {s.find('c', 0, 2)}"


def find_in_wide() -> str:
    s = a_str("a€b€c")
    return f"{s.find('€')} {s.find('€', 2)} {s.find('b€')} {s.find('😀')} {s.find('c')}"


def rfind() -> str:
    s = a_str("abcabc")
    return f"{s.rfind('c')} {s.rfind('ab')} {s.rfind('x')} {s.rfind('')}"


def index_of() -> int:
    return a_str("hello").index("l")


def index_of_missing() -> str:
    try:
        return str(a_str("hello").index("z"))
    except ValueError:
        return "ValueError"


def count() -> str:
    s = a_str("abababa")
    return f"{s.count('a')} {s.count('aba')} {s.count('x')} {s.count('')}"


def starts_and_ends() -> str:
    s = a_str("filename.txt")
    return f"{s.startswith('file')} {s.startswith('x')} {s.endswith('.txt')} {s.endswith('.py')} {s.startswith('')}"


def startswith_at() -> str:
    s = a_str("filename")
    return f"{s.startswith('name', 4)} {s.startswith('name', 5)} {s.startswith('', 8)}"


def split_whitespace() -> str:
    return "|".join(a_str("  the quick\tbrown \n fox ").split())


def split_separator() -> str:
    return "|".join(a_str("a,b,,c,").split(","))


def split_long_separator() -> str:
    return "|".join(a_str("one--two--three").split("--"))


def split_empty() -> str:
    return f"{len(a_str('').split())} {len(a_str('').split(','))}"


def split_empty_separator() -> str:
    try:
        return "|".join(a_str("abc").split(a_str("")))
    except ValueError:
        return "ValueError"


def split_lines() -> str:
    return "|".join(a_str("one\ntwo\n\nfour").splitlines())


def partition() -> str:
    a, b, c = a_str("key=value=x").partition("=")
    d, e, f = a_str("novalue").partition("=")
    return f"{a}|{b}|{c}|{d}|{e}|{f}"


def join() -> str:
    return a_str(", ").join(["a", "bc", "def"])


def join_one_and_none() -> str:
    none: list[str] = []
    return "[" + ",".join(none) + "]" + "[" + ",".join(["x"]) + "]"


def join_widens() -> str:
    return a_str("é").join(["a", "😀", "b"])


def strip() -> str:
    s = a_str("  \t padded\n ")
    return f"[{s.strip()}][{s.lstrip()}][{s.rstrip()}]"


def strip_characters() -> str:
    return a_str("xxabcxyx").strip("xy") + "|" + a_str("--a--").lstrip("-") + "|" + a_str("--a--").rstrip("-")


def strip_everything() -> str:
    return "[" + a_str("   ").strip() + "]"


def replace() -> str:
    return a_str("one two one").replace("one", "1") + a_str("aaa").replace("aa", "b") + a_str("abc").replace("x", "y")


def replace_widens() -> str:
    return a_str("5 euro").replace("euro", "€")


def upper_and_lower() -> str:
    return a_str("Hello, World 1").upper() + a_str("Hello, World 1").lower()


def upper_latin() -> str:
    return a_str("éà").upper() + a_str("ÉÀ").lower()


def classification() -> str:
    result = ""
    for s in ["123", "abc", "a1", " \t", "", "a b"]:
        result += f"{s.isdigit()}{s.isalpha()}{s.isalnum()}{s.isspace()} "
    return result


def justification() -> str:
    s = a_str("ab")
    return f"[{s.ljust(5)}][{s.rjust(5)}][{s.rjust(1)}][{a_str('42').zfill(5)}][{a_str('-42').zfill(5)}]"


def chr_of_kinds() -> str:
    return chr(an_int(65)) + chr(an_int(0xE9)) + chr(an_int(0x20AC)) + chr(an_int(0x1F600))


def chr_out_of_range() -> str:
    try:
        return chr(an_int(0x110000))
    except ValueError:
        return "ValueError"


def ord_of_long_str() -> str:
    try:
        return str(ord(a_str("ab")))
    except TypeError:
        return "TypeError"


def encode() -> str:
    b = a_str("a€😀").encode()
    return " ".join([str(x) for x in b])


def encode_and_decode() -> str:
    return a_str("aé€😀").encode("utf-8").decode("utf-8")


def hash_equals() -> bool:
    return hash(a_str("ab") + a_str("c")) == hash(a_str("abc"))


def constants_are_one() -> bool:
    return a_str("constant") is a_str("constant")


def build_in_loop() -> str:
    s = ""
    for i in range(20):
        s += str(i)
    return s


def build_large() -> int:
    s = ""
    for _ in range(1000):
        s += "0123456789"
    return len(s) + s.count("9")


def reversal() -> str:
    s = a_str("stressed")
    result = ""
    i = len(s) - 1
    while i >= 0:
        result += s[i]
        i -= 1
    return result


def caesar_cipher() -> str:
    result = ""
    for c in a_str("Hello, World!"):
        if c.isalpha():
            base = ord("A") if c <= "Z" else ord("a")
            result += chr((ord(c) - base + 13) % 26 + base)
        else:
            result += c
    return result


def is_palindrome() -> bool:
    s = a_str("amanaplanacanalpanama")
    for i in range(len(s) // 2):
        if s[i] != s[len(s) - 1 - i]:
            return False
    return True


def nul_characters() -> int:
    s = a_str("a\0b")
    return len(s) * 10 + s.find("b")


def str_of_str() -> str:
    return str(a_str("same"))


def run_lengths() -> str:
    s = a_str("aaabccdddd")
    result = ""
    i = 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        result += s[i] + str(j - i)
        i = j
    return result


def parse_hexadecimal() -> int:
    value = 0
    for c in a_str("DeadBeef"):
        if "0" <= c <= "9":
            value = value * 16 + ord(c) - ord("0")
        else:
            value = value * 16 + (ord(c) | 32) - ord("a") + 10
    return value


def is_empty() -> str:
    return ("empty" if not a_str("") else "filled") + " " + ("filled" if a_str("x") else "empty")


def comparison_with_character_constant() -> str:
    s = a_str("+")
    return "plus" if s == "+" else "other"
