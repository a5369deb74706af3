# Everything runs in one .venv that holds exactly the packages of the lock files.
# Needs Python 3.11 or later, make and a package index; nothing else.

PYTHON ?= python3
WORKERS ?= 2
ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate \
	--custom-compile-command "make lock" $(ARGS) pyproject.toml --extra build

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint types imports check bench lock clean

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/runtime.stamp ## Play a county's story on the embedded database; ARGS=--reset starts over
	$(BIN)/tongban demo $(ARGS)

test: .venv/dev.stamp ## Run the tests on WORKERS=2 processes; ARGS="-k seal" chooses
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint: .venv/dev.stamp ## Check style and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp ## Check types
	$(BIN)/mypy

imports: .venv/dev.stamp ## Check that imports point one way
	$(BIN)/lint-imports

check: lint types imports test ## What CI runs: lint, types, imports, test

bench: .venv/dev.stamp ## Measure the log
	$(BIN)/python -m benchmarks $(ARGS)

lock: .venv/python.stamp ## Write the lock files anew from pyproject.toml; ARGS=--upgrade takes newer releases
	$(PIP) install "uv>=0.5"
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra dev --constraints requirements.txt --output-file requirements-dev.txt

clean: ## Stop the embedded database, remove .venv and caches; data in .tongban stays
	@if [ -x $(BIN)/tongban ]; then $(BIN)/tongban db stop; fi
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Tongban needs Python 3.11 or later; name one, e.g. make PYTHON=python3.12 demo' >&2; \
		exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

# The project itself is installed without fetching anything: its build backend is locked too.
.venv/runtime.stamp: .venv/python.stamp requirements.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/python.stamp requirements-dev.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements-dev.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ .venv/runtime.stamp
