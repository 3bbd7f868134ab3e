# Needs Python 3.11+ and make; everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := yinzheng tests $(wildcard tools bench fuzz qa)
# The version check of pip is the only thing it would fetch that nobody asked for.
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help setup setup-core demo test test-ocr coverage mutation faults fuzz licences lint format bench bench-peers clean

help: ## Show what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'yinzheng needs Python 3.11 or newer: make PYTHON=python3.12 …' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Stamps: an install is repeated only when what it depends on has changed.
$(VENV)/.setup-core: pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Installing yinzheng into $(VENV) …'
	$(PIP) --editable .
	@$(BIN)/python -m compileall -q yinzheng # where Python is told not to, every start would compile
	@touch $@

$(VENV)/.setup-dev: $(VENV)/.setup-core
	@echo 'Installing what development and tests need (PyTorch among it) …'
	$(PIP) --editable '.[dev,models,plot,watch]'
	@touch $@

$(VENV)/.setup-ocr: $(VENV)/.setup-dev
	@echo 'Installing what recognises scans …'
	$(PIP) --editable '.[ocr]'
	@touch $@

setup-core: $(VENV)/.setup-core ## Install what yinzheng itself needs
setup: $(VENV)/.setup-dev ## Install everything for development

demo: export YINZHENG_LIBRARY = .demo
demo: $(VENV)/.setup-core ## Index examples/, ask in Chinese and in English, search, compare figures
	@rm -rf .demo
	@set -e; run() { printf '\n$$ %s\n' "$$1"; eval "$(BIN)/$$1"; }; \
	run 'yinzheng add examples'; \
	run 'yinzheng ask "禾洛能源 2024 年的营业收入是多少？"'; \
	run 'yinzheng ask "How many GPUs does Quillstone have?"'; \
	run 'yinzheng search "液冷 liquid cooling" -k 5'; \
	run 'yinzheng claims --conflicts'
	@printf '\nNow your own documents: %s add PATH…, then %s ask\n' $(BIN)/yinzheng $(BIN)/yinzheng

test: $(VENV)/.setup-dev ## Run all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

test-ocr: $(VENV)/.setup-ocr ## Test the recognition of scans with its real engine, which this installs
	$(BIN)/python -m pytest tests/corpus/formats/test_scan.py tests/test_add_scans.py $(ARGS)

# Nothing is recorded of what is killed, so tests that kill are left out; and those that see coverage itself, which
# imports sqlite3 and writes files where none can be written.
coverage: $(VENV)/.setup-dev ## Measure which lines and branches the tests run; fail under the floors
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 --dist loadfile --ignore tests/faults/test_kills.py \
	  --ignore tests/faults/test_failures.py \
	  --deselect tests/test_cli.py::test_help_waits_for_nothing_heavy \
	  --deselect tests/index/test_caches.py::test_a_disk_that_is_full_when_caches_are_written_leaves_no_rubbish $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	$(BIN)/python -m tools.coverage_floors

mutation: $(VENV)/.setup-dev ## See whether tests notice small breaks: make mutation COUNT=400 SEED=1
	$(BIN)/python -m tools.mutation $(or $(COUNT),400) $(or $(SEED),1)

faults: $(VENV)/.setup-dev ## Kill, fail, flip and crowd for long: make faults SEED=20 COUNT=1000
	YINZHENG_FAULTS_SEED=$(SEED) YINZHENG_FAULTS_COUNT=$(or $(COUNT),1000) \
	  $(BIN)/python -m pytest -m faults -s tests/faults $(ARGS)

fuzz: $(VENV)/.setup-dev ## Fuzz readers and grammar (Linux): make fuzz ARGS='figures --runs 100000'
	$(BIN)/python -m fuzz $(ARGS)

licences: $(VENV)/.setup-dev ## List the licences of everything that is installed; fail on strong copyleft
	$(BIN)/pip-licenses --order=license --with-urls --format=markdown \
	  --fail-on 'GPL-2.0-only;GPL-3.0-only;GPL-3.0-or-later;AGPL-3.0-only;AGPL-3.0-or-later;GNU General Public License v3 (GPLv3);GNU Affero General Public License v3'

lint: $(VENV)/.setup-dev ## Check formatting, style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports

format: $(VENV)/.setup-dev ## Format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.setup-dev ## Measure quality and speed
	$(BIN)/python -m bench $(ARGS)

bench-peers: $(VENV)/.setup-dev ## Compare with what one would pick instead: make bench-peers ARGS=--quick
	$(BIN)/python -m bench.peers $(ARGS)

clean: ## Remove the environment, caches and what was built
	rm -rf $(VENV) .demo build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache mutants .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
