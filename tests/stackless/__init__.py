"""The test suite of the interface, for pytest and, where pytest does not run, for a runner of its own.

    pytest tests/stackless                  # on CPython, over greenlets
    bobbin -m tests.stackless.run [NAME]    # on the binary; NAME selects modules or functions by a part of the name

A test is a function `test_*` with plain asserts. `tables.table` gives a function a row of arguments a case. What an
engine cannot do stands in `differences.py`, with the reason. `model.py` says in plain Python what the scheduler does,
and random programs (`programs.py`) must do the same on the engine and in the model. """
