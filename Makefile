# Two commands do everything: `make serve` and `make test`. Each sets up what it needs first.
#
# ARGS goes to `workbook serve` or `workbook lab`, for example: make serve ARGS="--port 9000".

PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11 python,$(if $(shell $(name) -c 'import sys; print(*[1] * (sys.version_info >= (3, 11)))' 2>/dev/null),$(name))))
BIN := .venv/bin
# Four workers share two cores, since each now and then waits; each keeps one server for all its browser tests.
WORKERS ?= 4
STAGES := $(BIN)/python tests/stages.py --workers $(WORKERS)

.PHONY: serve lab dev test test-all test-newest test-busy lint format types check unit notebooks browser bench soak clean

serve: .venv/ready
	$(BIN)/workbook serve $(ARGS)

lab: .venv/ready
	$(BIN)/workbook lab $(ARGS)

# While one works on the package: the server is started again after each change.
dev: .venv/ready
	$(BIN)/python tests/autoreload.py $(ARGS)

# Every stage runs, even after one that failed, and a table at the end says what came of each. What is in which
# run, and why: CONTRIBUTING.md.
test: .venv/ready-test
	$(STAGES) $(ARGS)

# The same, and what takes long: loads, a soak, other programs' suites, whole set-ups with a proxy or a hub.
test-all: .venv/ready-test
	$(STAGES) --all $(ARGS)

# The fast tests, without a browser, with the newest versions that pyproject.toml allows: what comes next.
test-newest: .venv/ready-test
	rm -rf .venv-newest
	$(PYTHON) -m venv .venv-newest
	.venv-newest/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	.venv-newest/bin/python tests/stages.py --workers $(WORKERS) --variant "newest versions" $(ARGS) check unit

# Five runs while something else keeps every core busy: each has to pass.
test-busy: .venv/ready-test
	@command -v stress-ng >/dev/null || { echo "stress-ng was not found. Install it (Debian: stress-ng)."; exit 1; }
	@stress-ng --cpu 0 --quiet & load=$$!; trap "kill $$load" EXIT; passed=0; \
	for run in 1 2 3 4 5; do $(STAGES) && passed=$$((passed + 1)); done; \
	echo "$$passed of 5 runs passed."; test $$passed -eq 5

# Parts of `make test`, while one works.
lint format types check unit notebooks browser: .venv/ready-test
	$(STAGES) $@

# How fast the record and serving are, side by side, as tables; ARGS="--write" puts them into tests/load/README.md.
bench: .venv/ready-test
	PYTHONPATH=tests $(BIN)/python -m load.bench $(ARGS)

# Ten minutes of people who come and go: no process is left, and memory stays flat.
soak: .venv/ready-test
	PYTHONPATH=tests $(BIN)/python -m load.soak

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
	rm -rf .venv .venv-newest tests/tools/node_modules tests/out
