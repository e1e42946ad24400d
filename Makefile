# Everything here sets itself up: a virtual environment in .venv, dependencies locked with hashes.
.DEFAULT_GOAL := help
SHELL := /bin/bash
# The first Python that runs and is new enough: a name on the path may be a shim of one that is not installed.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PORT ?= 8000
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
WORKERS ?= 2

.PHONY: help setup demo test check bench messages lock wheel screenshots clean

help:  ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/run.stamp: requirements/core.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Huopan needs Python 3.11 or newer; name one with make PYTHON=/path/to/python3 …"; exit 1; }
	@test -x $(BIN)/python || { echo "Making .venv with $(PYTHON)"; $(PYTHON) -m venv .venv; }
	@echo "Installing what Huopan runs on (once; about a minute)"
	@$(PIP) --no-deps --require-hashes -r requirements/core.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@echo "Installing what the tests and checks need (once)"
	@$(PIP) --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

setup: .venv/dev.stamp  ## Make .venv with everything for running, testing and checking

demo: .venv/run.stamp  ## Build a market with a month of trade, once, and serve it on http://127.0.0.1:8000 (PORT=…)
	@$(BIN)/huopan demo --port $(PORT)

test: .venv/dev.stamp  ## Run the tests (needs only Python; DATABASE_URL=postgresql://… for PostgreSQL)
	@HUOPAN_DATABASE_URL="$(DATABASE_URL)" $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: .venv/dev.stamp  ## Lint, types, contracts, laws of the house, migrations, translations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/djlint --quiet --lint src
	@$(BIN)/bandit --quiet --recursive --severity-level high --configfile pyproject.toml src
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m pytest tests/house

bench: .venv/dev.stamp  ## Measure one figure of the README: make bench NAME=checkout
	@test -n "$(NAME)" || { echo "Say which: make bench NAME=… with one of: $$(ls benchmarks/*.py | xargs -n1 basename | sed 's/\.py//' | grep -v '^_' | tr '\n' ' ')"; exit 1; }
	@$(BIN)/python -m benchmarks.$(subst -,_,$(NAME)) $(ARGS)

messages: .venv/dev.stamp  ## Collect new sentences into every locale and compile the translations
	@$(BIN)/python -m tests.house.messages

screenshots: .venv/dev.stamp  ## Photograph every step of the tour into docs/pictures/tour (ARGS=http://… of a running demo)
	@$(BIN)/python -m tests.e2e.pictures $(ARGS)

lock: setup  ## Resolve the dependencies anew into requirements/*.txt
	@$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --extra build --extra documents --extra planning pyproject.toml -o requirements/core.txt
	@$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --extra build --extra documents --extra planning --extra dev -c requirements/core.txt pyproject.toml -o requirements/dev.txt

wheel: .venv/dev.stamp  ## Build the installable package into dist/
	@$(BIN)/python -m build --no-isolation --wheel

clean:  ## Remove the virtual environment and everything made by running
	@rm -rf .venv var dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
