# Two commands set everything up by themselves: `make demo` and `make test`.
# They need Python 3.11 or newer and make; everything else goes into .venv/.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
SOURCES := pyproject.toml setup.py constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo serve test lint types unit browser train docs mutants format clean

help: ## Say what each command does
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.app ## Import a bundled thread, print its ranked queue and serve it with a log-in
	$(BIN)/moderation demo

serve: $(VENV)/.app ## Serve the queue of config.yaml
	$(BIN)/moderation serve

test: lint types unit ## Everything that must hold: style, types, tests in process and in a browser

lint: $(VENV)/.dev ## Style: ruff, and ruff's formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.dev ## Types: mypy --strict
	$(BIN)/mypy

unit: $(VENV)/.dev browser ## pytest; narrow it with ARGS, for example ARGS="tests/text -k leet"
	$(BIN)/python -m pytest $(ARGS)

train: $(VENV)/.dev ## Train from a folder of corpora: make train CORPORA=path/to/folder
	@test -n "$(CORPORA)" || { echo "No corpora named. Type: make train CORPORA=path/to/folder" >&2; exit 2; }
	$(BIN)/moderation train "$(CORPORA)" --version 1.1.0 --output $(or $(OUTPUT),data/models)

docs: $(VENV)/.dev ## Write docs/commands.md anew from the commands' own help
	$(BIN)/python -m tests.reference

mutants: $(VENV)/.mutants ## Mutation testing, slow; one part with PART, for example PART=policy
	$(BIN)/python -m tests.mutation $(PART)

format: $(VENV)/.dev ## Let ruff mend what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean: ## Remove the environment, caches and the demo's data; models and data/ stay
	rm -rf $(VENV) build dist mutants demo-data .test-output .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf *.egg-info
	find moderation web models tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The browser tests drive Debian's Chromium. Without it they are skipped and say so.
browser:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium >/dev/null; \
	else \
		echo "No chromium found: the browser tests will be skipped. Type: sudo apt-get install chromium"; \
	fi

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found. Type: sudo apt-get install python3 python3-venv, or: make PYTHON=path/to/python3.11 demo" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment. Type: sudo apt-get install python3-venv" >&2; exit 1; }

# setuptools first and no build isolation: the build then uses the pinned version too.
$(VENV)/.app: $(BIN)/python $(SOURCES)
	$(PIP) install -q -c constraints.txt setuptools
	$(PIP) install -q -c constraints.txt --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.app
	$(PIP) install -q -c constraints.txt --no-build-isolation -e '.[train,test]'
	@touch $@

$(VENV)/.mutants: $(VENV)/.dev
	$(PIP) install -q -c constraints.txt --no-build-isolation -e '.[train,test,mutants]'
	@touch $@
