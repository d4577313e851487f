"""What all cases use: `show` writes what an expression gives, or the exception that it raises."""


def show(expression):
    try:
        result = expression()
        print(repr(result), type(result).__name__)
    except Exception as error:
        print(type(error).__name__, error)

for text in ("{!}", "{!x}", "{!s", "{!sx}", "{", "}", "{0!}", "{:", "{0[}", "{0.}", "{0[]}", "{!", "{!s:}"):
    try:
        print(text.format(1))
    except (ValueError, IndexError) as error:
        print(text, error)
for text in ("{}", "{0}", "{a}"):
    try:
        print(text.format_map({"a": 2}))
    except ValueError as error:
        print(error)
