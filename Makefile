# Two commands do everything: `make serve` and `make test`. Each sets up what it needs first.
#
# ARGS goes to `workbook serve` or `workbook lab`, for example: make serve ARGS="--port 9000".

PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11 python,$(if $(shell $(name) -c 'import sys; print(*[1] * (sys.version_info >= (3, 11)))' 2>/dev/null),$(name))))
BIN := .venv/bin
# The two workers share the machine's cores; each keeps one server for all its browser tests.
WORKERS ?= 2

.PHONY: serve lab test lint types check unit notebooks browser bench soak clean

serve: .venv/ready
	$(BIN)/workbook serve $(ARGS)

lab: .venv/ready
	$(BIN)/workbook lab $(ARGS)

test: lint types check unit notebooks browser
	@echo "All tests passed. What was not run is said above, under 'Not run'; nothing there means nothing was left out."

lint: .venv/ready-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready-test
	$(BIN)/mypy

check: .venv/ready-test
	$(BIN)/workbook check

unit: .venv/ready-test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not alone" --ignore tests/browser
	$(BIN)/python -m pytest -m alone --ignore tests/browser

# How fast the record and serving are, side by side, as tables; ARGS="--write" puts them into tests/load/README.md.
bench: .venv/ready-test
	PYTHONPATH=tests $(BIN)/python -m load.bench $(ARGS)

# Ten minutes of people who come and go: no process is left, and memory stays flat.
soak: .venv/ready-test
	PYTHONPATH=tests $(BIN)/python -m load.soak

# The notebooks as tests: on ordinary kernels, and on forked ones, as they are served on Linux.
notebooks: .venv/ready-test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --nbval-lax notebooks
	JUPYTER_DEFAULT_PROVISIONER_NAME=workbook-fork $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --nbval-lax notebooks

browser: .venv/ready-test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not alone" tests/browser
	$(BIN)/python -m pytest -m alone tests/browser

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found. Install it, or say where it is: make serve PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/ready: .venv/bin/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	@touch $@

.venv/ready-test: .venv/bin/python pyproject.toml requirements.lock tests/tools/package-lock.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[test]'
	$(BIN)/npm ci --prefix tests/tools --ignore-scripts --no-audit --no-fund --silent || echo "The front end's checkers could not be fetched; the tests that need them will say so."
	@touch .venv/ready $@

clean:
	rm -rf .venv tests/tools/node_modules tests/out
