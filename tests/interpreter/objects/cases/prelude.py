"""What all cases use: `show` writes what an expression gives, or the exception that it raises."""


def show(expression):
    try:
        result = expression()
        print(repr(result), type(result).__name__)
    except Exception as error:
        print(type(error).__name__, error)
