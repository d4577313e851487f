"""How much of CPython's own test suite passes on the binary (`python -m tests.conformance --help`).

`driver.py` runs one test file on the Python under test and tells what each case does, `processes.py` runs many,
`outcome.py` says what came out, `ledger.py` compares that with what is committed in `ledger/`, `report.py` shows it.
"""
