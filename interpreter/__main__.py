"""The interpreter on CPython, slowly: ``python -m interpreter script.py``."""
import sys

from interpreter.main import main

# A call of a Python function is a dozen calls here.
sys.setrecursionlimit(20 * sys.getrecursionlimit())
sys.exit(main(["bobbin", *sys.argv[1:]]))
