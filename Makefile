# `make test` in a fresh clone prepares an environment in .venv and runs all checks and tests.

PYTHON ?= python3.11
JOBS ?= $(shell nproc)
BIN := .venv/bin

# All that the binary is made of.
SOURCES = $(shell find interpreter scheduler stackless transform -type f -not -path '*/__pycache__/*' -not -name '*.so')

.PHONY: bobbin demo test lint types tests conformance hard packages native bench scale soak clean

test: lint types tests

.venv/ready: setup.cfg pyproject.toml .ci/packages
	PYTHON=$(PYTHON) .ci/packages
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable '.[test]'
	touch $@

lint: .venv/ready
	$(BIN)/ruff check

types: .venv/ready
	$(BIN)/mypy

tests: .venv/ready
	$(BIN)/pytest -n $(JOBS) --dist loadgroup

# Compiles the translator itself with mypyc, which makes it twice as fast (see transform/native).
native: .venv/ready
	$(BIN)/python -m transform.native

# Builds the interpreter with the compiled translator, and lays the standard library beside it. What has not changed since the last
# build is not compiled again.
bobbin: build/ready

build/ready: .venv/ready $(SOURCES)
	mkdir -p build
	$(BIN)/python -m transform.native $(JOBS)
	$(BIN)/python -m transform interpreter/main.py -o build/bobbin
	$(BIN)/python -m interpreter.library build/bobbin --jobs $(JOBS)
	touch $@

# Echo and HTTP servers under load, on Bobbin and its peers: tables, and a plot in build/servers. `make demo QUICK=1` takes a minute.
demo:
	PYTHON=$(PYTHON) .ci/packages wrk
	$(MAKE) --no-print-directory bobbin
	$(BIN)/python -m benchmarks.servers.run $(if $(QUICK),--quick) $(ARGS)

# Runs CPython's own test files on the binary and compares with the ledger, tests/conformance/ledger. `make conformance
# ARGS="--only int --update"`; `.venv/bin/python -m tests.conformance --help` has the options.
conformance: bobbin
	$(BIN)/python -m interpreter.library build/bobbin --jobs $(JOBS) --tests
	$(BIN)/python -m tests.conformance --binary build/bobbin $(ARGS)

# Puts packages that others wrote where tests/interpreter/test_packages.py finds them.
packages: .venv/ready
	$(BIN)/pip install --quiet --no-compile --upgrade --target build/packages attrs django flask jinja2 mpmath pyflakes pytest sqlalchemy sympy

# What is too slow for every day, or not the same each day. What hypothesis makes anew. The cases of the language and the benchmark
# programs, suspended at random by many seeds. Then, on a second build of the interpreter in which each call is suspended that can be:
# its programs, which also run with a collection at each allocation; the tests of tasklets; a minute of messages between the tasklets
# of 8 threads.
hard: bobbin
	BOBBIN_HYPOTHESIS=default $(BIN)/pytest -n $(JOBS) --dist loadgroup -m hypothesis
	BOBBIN_SEEDS=30 $(BIN)/pytest -n $(JOBS) --dist loadgroup tests/language/test_chaos.py tests/benchmarks/test_rpython.py
	$(BIN)/python -m transform interpreter/main.py --chaos --opt 1 -o build/bobbin-chaos
	$(BIN)/python -m tests.interpreter.hard build/bobbin build/bobbin-chaos
	build/bobbin-chaos -m tests.stackless.run
	build/bobbin-chaos -m tests.stackless.soak 60 8 1000

# Times RPython programs against their C twins.
bench: .venv/ready
	$(BIN)/python benchmarks/rpython/run.py

# Translates generated programs of 5,000 and 10,000 functions.
scale: native
	$(BIN)/python benchmarks/scale/run.py

# Five minutes of allocation that fragments the heap: fails if memory does not stay flat.
soak: .venv/ready
	mkdir -p build
	$(BIN)/python -m transform benchmarks/rpython/soak.py -o build/soak
	build/soak 300

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
