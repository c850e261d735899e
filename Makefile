# Windtunnel. `make setup` does each step once; a stamp remembers that it was done.
# Needed: git, make and Python 3.11 or newer. Everything else comes with the set-up.

HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=
WORKERS ?= 2

UV_VERSION := 0.13.9
BIN := .venv/bin
STAMPS := .stamps
REPORTS := .reports

PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3.13 python3.14 python3))
CHROMIUM ?= $(firstword $(wildcard /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome))
export CHROMIUM

export PATH := $(CURDIR)/$(BIN):$(PATH)
export VIRTUAL_ENV := $(CURDIR)/.venv
export UV_PYTHON_DOWNLOADS := never
export UV_NO_CONFIG := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONHOME PYTHONPATH PYTHONSAFEPATH

# Caches go where the user keeps them; where there is no home to write to, into .tools.
ifeq ($(shell test -n "$$HOME" -a -w "$$HOME" && echo yes),)
export UV_CACHE_DIR := $(CURDIR)/.tools/cache/uv
export PIP_CACHE_DIR := $(CURDIR)/.tools/cache/pip
export npm_config_cache := $(CURDIR)/.tools/cache/npm
endif

# Directories are listed too: their times change when a file comes or goes.
FRONT_END := $(shell find static/src ! -name '*.test.ts' 2>/dev/null)
MIGRATIONS := $(wildcard visualizer/migrations visualizer/migrations/*.py)

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

# --- set-up --------------------------------------------------------------------------------

.PHONY: setup
setup: $(STAMPS)/project $(STAMPS)/static $(STAMPS)/migrations ## Install and build everything, once

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Windtunnel needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "setup: virtual environment"
	@$(PYTHON) -m venv .venv \
	  || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

# uv is a fast installer; without it pip does the same from the same lock.
$(STAMPS)/uv: $(STAMPS)/venv
	@$(PYTHON) -m venv .tools && .tools/bin/python -m pip install --quiet uv==$(UV_VERSION) \
	  || echo "setup: uv is not to be had, going on with pip"
	@touch $@

$(STAMPS)/python: requirements.lock $(STAMPS)/uv
	@echo "setup: Python packages"
	@if [ -x .tools/bin/uv ]; then .tools/bin/uv pip sync --quiet --require-hashes requirements.lock; \
	else $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock; fi
	@touch $@

# The project itself, editable: the `windtunnel` command. Needs no network.
$(STAMPS)/project: pyproject.toml $(STAMPS)/python
	@if [ -x .tools/bin/uv ]; then .tools/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .; \
	else $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .; fi
	@touch $@

$(STAMPS)/node: package.json package-lock.json .npmrc $(STAMPS)/python
	@echo "setup: node packages"
	@$(BIN)/npm ci --include=dev --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/front-end: $(FRONT_END) vite.config.ts tsconfig.json $(STAMPS)/node
	@echo "setup: front end"
	@$(BIN)/node node_modules/vite/bin/vite.js build --logLevel warn
	@touch $@

$(STAMPS)/static: $(STAMPS)/front-end $(STAMPS)/project $(wildcard visualizer/settings.py)
	@echo "setup: static files"
	@$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

$(STAMPS)/migrations: $(MIGRATIONS) $(STAMPS)/project
	@echo "setup: database"
	@$(BIN)/python manage.py migrate --noinput --verbosity 0
	@touch $@
