# make run    read the sheets in data/raw, write the tables to data/out
# make test   run the whole test suite
# make lint   ruff and mypy
# make bench  compare the speed with other table readers
# make fuzz   the long tests of broken files: 2,000 mutated PDFs (FUZZ=N for another number)
#
# Needs Python 3.11 or newer and make; everything else goes into .venv, but for extract/_calls.so, which is made where
# there is a C compiler. Another Python: make run PYTHON=python3.12

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# As pip does with what it installs; else each start compiles tenken again where Python may not keep what it compiled.
COMPILE := $(BIN)/python -m compileall -q extract normalize pipelines

.PHONY: run test lint fuzz bench clean

run: $(VENV)/.ready
	$(BIN)/tenken run data/raw --out data/out

test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

FUZZ ?= 2000

fuzz: $(VENV)/.ready-dev
	TENKEN_FUZZ=$(FUZZ) $(BIN)/python -m pytest tests/reliability/test_fuzz.py

bench: $(VENV)/.ready-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@$(COMPILE)
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/plot.py

clean:
	rm -rf extract/_calls.* $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

# One that was left without pip (Debian without python3-venv) is none: the next make makes it anew.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "tenken needs Python 3.11 or newer. Name one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -f $@; exit 1; }

# The stamps make a second run start at once; what changes an installation installs again.
COMPILED := hatch_build.py extract/calls.c

$(VENV)/.ready: pyproject.toml $(COMPILED) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@$(COMPILE)
	@touch $@

$(VENV)/.ready-dev: pyproject.toml $(COMPILED) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@$(COMPILE)
	@touch $@ $(VENV)/.ready
