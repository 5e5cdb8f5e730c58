# Everything that is run in this repository, by name; `make` alone lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint chromium screenshots catalogue lock

help: ## list what can be run
	@sed -n 's/^\([a-z]*\):.*## /make \1 : /p' Makefile | awk -F' : ' '{printf "  %-18s %s\n", $$1, $$2}'

setup: $(READY) ## make .venv and install what requirements.lock pins

# Hashes are checked for every package; hatchling comes from the lock too, so nothing unpinned is fetched.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make setup PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## open an invented ward's meeting and bring it to life
	$(BIN)/kiosk demo

test: lint chromium ## check everything: lint, types, templates, then every test
	$(BIN)/pytest

lint: setup ## check style, types and templates only
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates

# The browser tests need a real Chromium; TEST_CHROMIUM names one that is not on the path.
chromium:
	@command -v "$${TEST_CHROMIUM:-chromium}" >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } || \
	echo "No Chromium: the browser tests will be skipped. Install the package chromium, or name one in TEST_CHROMIUM." >&2

screenshots: setup chromium ## take the README's pictures again
	$(BIN)/python tools/screenshots.py

catalogue: setup ## take new sentences into the English catalogue, then compile it
	$(BIN)/pybabel --quiet extract --mapping-file tools/babel.cfg --no-location --output-file $(VENV)/messages.pot .
	$(BIN)/pybabel --quiet update --locale en --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
		--input-file $(VENV)/messages.pot --output-dir kiosk/translations
	$(BIN)/pybabel --quiet compile --directory kiosk/translations

lock: ## choose newer versions and write requirements.lock (needs uv)
	uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 --group dev \
		--no-header --no-emit-index-url --no-emit-find-links --output-file requirements.lock pyproject.toml
