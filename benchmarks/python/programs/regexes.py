"""Regular expressions: a log is searched, taken apart and rewritten."""
import re
import sys

LINE = re.compile(r"^(?P<host>[\w.]+) \S+ (\S+) \[([^\]]+)\] \"(GET|POST) ([^ \"]+)[^\"]*\" (\d{3}) (\d+|-)$")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*|\"[^\"]*\"|\d+|\s+|.")
MAIL = re.compile(r"([a-z]+)@([a-z]+)\.(com|org)", re.IGNORECASE)


def run(n):
    total = 0
    for i in range(n):
        line = f'host{i}.example.org - frank [10/Oct/2000:13:55:{i % 60}] "GET /page/{i}.html HTTP/1.0" 200 {i * 7}'
        match = LINE.match(line)
        total += len(match.group("host")) + int(match[7]) + len(match.groups())
        total += sum(len(x) for x in NUMBER.findall(line))
        total += len(WORD.findall('if (count >= 10) { print("too many", count + offset_1); }'))
        text = "Write to Ada@example.com, bob@test.org or nobody at all; the rest of this line has no address in it."
        total += len(MAIL.sub(r"\2 at \1", text)) + len(re.split(r"[,;.]\s*", text)) + (re.search("address", text) is not None)
    return total


print(run(int(sys.argv[1])))
