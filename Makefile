# Everything a person or CI runs. `make help` lists it.
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

.PHONY: help setup setup-dev build check serve test lint format lock bench clean

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.base: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; choose one with: make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing the locked packages into $(VENV)/ …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements-dev.txt
	@echo "Installing the locked development packages into $(VENV)/ …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

setup: $(VENV)/.base ## Install what build, check and serve need (other targets do it as needed)

setup-dev: $(VENV)/.dev ## Install what test and lint need, too

build: setup ## Build the site into dist/site/
	@$(BIN)/python build.py build

check: setup ## Tell every mistake in content/ and therapists/, write nothing
	@$(BIN)/python build.py check

serve: setup ## Browse the site and try the contact form: make serve PORT=8000
	@$(BIN)/python build.py serve --port $(PORT)

test: setup-dev ## Run every test
	@$(BIN)/python -m pytest

lint: setup-dev ## Check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: setup-dev ## Measure against floors and peers, write docs/benchmarks.md (needs npm; long)
	@$(BIN)/python -m bench.directory
	@$(BIN)/python -m bench.contact
	@$(BIN)/python -m bench.build

format: setup-dev ## Put the code into its one format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

lock: ## Lock the newest allowed packages with their hashes (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --upgrade pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --upgrade --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## Delete what was built and installed
	rm -rf dist $(VENV)
