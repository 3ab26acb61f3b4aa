# Two commands on a fresh machine: `make assess` and `make test`. Both set up what they need.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
DATA ?= $(if $(GIGAWATT_DATA),$(GIGAWATT_DATA),../shared/data)
PAGES := $(wildcard $(DATA)/pages)

.PHONY: help setup browser assess test lint bench docs lock clean

help: ## say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1: /'

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "gigawatt needs Python 3.11 or newer (make PYTHON=python3.12 ...)"; exit 2; }
	@echo "setting up $(VENV) (once, about a minute)"
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

setup: $(VENV)/.ready ## make .venv from the hashed lock (idempotent)

assess: setup ## the main job: report on the bundled catalogue and the sample pages when they are there
	$(VENV)/bin/gigawatt assess $(PAGES) --out out

browser:
	@tools/browser.sh

test: setup browser lint ## everything CI runs
	$(RUN) -m pytest -n 2 --dist loadfile

lint: setup
	$(VENV)/bin/ruff check .

bench: setup ## heavier checks against named peers, one JSON line per figure
	@test -f $(VENV)/.bench || { $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock && touch $(VENV)/.bench; }
	$(RUN) -m benchmarks

lock: ## renew both lock files (needs uv)
	uv pip compile pyproject.toml --universal --generate-hashes --no-header --quiet --extra export --extra test -o requirements.lock
	uv pip compile pyproject.toml --universal --generate-hashes --no-header --quiet --all-extras -o requirements-bench.lock

clean:
	rm -rf $(VENV) out .pytest_cache .ruff_cache
