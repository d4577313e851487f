"""CSV: dialects, readers, writers."""
import csv
import io

import _csv


class F:
    def write(self, text):
        return text


def show(expression):
    try:
        result = eval(expression)
    except BaseException as error:
        result = type(error).__name__, str(error)
    print(expression, "->", ascii(result))


for line in r"""
csv.reader()
csv.reader(3)
csv.reader([],3).line_num
csv.reader([],'nope')
csv.reader([],bad=1)
csv.reader([],delimiter='')
csv.reader([],delimiter=None)
csv.reader([],delimiter='ab')
csv.reader([],delimiter=3)
csv.reader([],quotechar='')
csv.reader([],quotechar=3)
csv.reader([],quotechar='ab')
csv.reader([],quotechar=None).dialect.quoting
csv.reader([],quotechar=None,quoting=1)
csv.reader([],quoting=9)
csv.reader([],quoting='x')
csv.reader([],quoting=None)
csv.reader([],lineterminator=None)
csv.reader([],lineterminator=3)
csv.reader([],escapechar='')
_csv.Dialect('excel').delimiter
_csv.Dialect(delimiter='\n').delimiter
_csv.Dialect().delimiter
_csv.Dialect().strict
_csv.Dialect().lineterminator
_csv.register_dialect('a')
_csv.register_dialect(3,'excel')
_csv.register_dialect()
_csv.get_dialect('x')
_csv.get_dialect(3)
_csv.unregister_dialect('x')
_csv.list_dialects()
_csv.field_size_limit()
_csv.field_size_limit('x')
_csv.field_size_limit(5)
list(csv.reader(['abcdefghi']))
_csv.field_size_limit(131072)
list(csv.reader([b'a']))
list(csv.reader(['a\rb']))
list(csv.reader(['"a"b'],strict=True))
list(csv.reader(['"a'],strict=True))
list(csv.reader(['a,\x00b']))
list(csv.reader(['a,b'],quoting=2))
list(csv.reader(['1,"b"'],quoting=2))
csv.writer(3)
csv.writer()
csv.writer(F()).writerow(3)
csv.writer(F()).writerow([''])
csv.writer(F(),quoting=3).writerow([''])
csv.writer(F(),quoting=3).writerow(['a,b'])
csv.writer(F(),quoting=3,escapechar='!').writerow(['a,b!'])
csv.writer(F()).writerow([1,1.5,None,'a"b','x\n'])
csv.writer(F(),quoting=2).writerow([1,1.5,None,'a'])
csv.writer(F(),quoting=1).writerow([1,1.5,None,'a'])
csv.writer(F(),doublequote=False).writerow(['a"b'])
csv.writer(F()).writerows(3)
csv.writer(F()).writerows([[1],[2]])
csv.writer(F(),lineterminator='!').writerow(['a!b'])
csv.writer(F()).dialect.quoting
csv.writer(F(),quotechar=None,quoting=3).writerow([None])
list(csv.reader(io.StringIO('a,b\r\n"c\nd","e""f"\n\n x , y\n'),skipinitialspace=True))
list(csv.DictReader(['a,b','1,2']))
csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter
list(csv.reader(['a\\,b,"c\\"d"'],escapechar='\\'))
""".strip().splitlines():
    show(line)
