"""The interpreter on CPython, slowly: ``python -m interpreter script.py``."""
import sys

from interpreter.main import main

sys.exit(main(["bobbin", *sys.argv[1:]]))
