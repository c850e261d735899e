# Windtunnel. Needed: git, make and Python 3.11 or newer; all else comes with `make setup`.

HOST ?= 127.0.0.1
PORT ?= 8000
# Of two cores, one more: tests wait for servers and the clock for a third of their time. With a
# browser each takes up to 1.3 GB, and draws by itself: of those there are two.
BROWSERS ?= 2
MEMORY_KB := $(shell awk '/^MemTotal/ { print $$2 }' /proc/meminfo 2>/dev/null)
WORKERS ?= $(if $(shell test "$(MEMORY_KB)" -gt 6000000 2>/dev/null && echo enough),3,2)
PYTEST_ARGS ?=

UV_VERSION := 0.13.9
BIN := .venv/bin
UV := .tools/bin/uv
REPORTS := .reports

SYSTEM_PYTHONS := $(shell for name in python3.11 python3.12 python3.13 python3; do command -v $$name; done)
PYTHON ?= $(firstword $(filter-out $(CURDIR)/%,$(SYSTEM_PYTHONS)))

CHROMIUM ?= $(firstword $(wildcard /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome))
export CHROMIUM

export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
export NODE_USE_SYSTEM_CA := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONHOME PYTHONPATH
# The tests start some hundred processes; none of them compiles again what another has compiled.
unexport PYTHONDONTWRITEBYTECODE

# Caches go where the user keeps them; where there is no home to write to, into .tools.
ifeq ($(shell test -n "$$HOME" && test -w "$$HOME" && echo yes),)
export UV_CACHE_DIR := $(CURDIR)/.tools/cache/uv
export PIP_CACHE_DIR := $(CURDIR)/.tools/cache/pip
export npm_config_cache := $(CURDIR)/.tools/cache/npm
endif

NODE := $(BIN)/node
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm
TSC := $(NODE) node_modules/typescript/bin/tsc
VITE := $(NODE) node_modules/vite/bin/vite.js
VITEST := $(NODE) node_modules/vitest/vitest.mjs
PYTEST := $(BIN)/python -m pytest -q -rs
PYTHON_TESTS := $(PYTEST) -n $(WORKERS) --dist loadgroup -p no:playwright --ignore=tests/browser

# Directories are listed with the files: their times change when a file comes or goes.
FRONT_END := $(shell test -d static/src && find static/src ! -name '*.test.ts')
PAGES := $(wildcard static/src/pages/*.ts)
SETTINGS := $(wildcard visualizer/settings.py)
MIGRATIONS := $(wildcard visualizer/migrations visualizer/migrations/*.py)
BROWSER_TESTS := $(wildcard tests/browser/test_*.py)

.DELETE_ON_ERROR:

.PHONY: help FORCE
FORCE:

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

# --- set-up ----------------------------------------------------------------------------
# A step's stamp lies in what the step made, so that removing the one removes the other.

DATA_DIR := $(or $(WINDTUNNEL_DATA_DIR),var)
EDITABLE := --no-index --no-deps --no-build-isolation --editable .

VENV_MADE := .venv/.made
TOOLS_MADE := .tools/.made
PACKAGES_MADE := .venv/.packages
PROJECT_MADE := .venv/.project
NODE_MADE := node_modules/.made
FRONT_END_MADE := static/dist/manifest.json
STATIC_MADE := staticfiles/.made
DATABASE_MADE := $(DATA_DIR)/.migrated

.PHONY: setup
setup: $(PROJECT_MADE) $(NODE_MADE) $(if $(PAGES),$(FRONT_END_MADE)) $(if $(SETTINGS),$(STATIC_MADE) $(DATABASE_MADE)) ## Install and build what is not there yet
	@:

$(VENV_MADE):
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Windtunnel needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "setup: virtual environment"
	@"$(PYTHON)" -m venv --clear .venv \
	  || { echo "Python's venv is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@touch $@

# uv installs in a quarter of pip's time; where it is not to be had, pip reads the same lock.
$(TOOLS_MADE): | $(VENV_MADE)
	@"$(PYTHON)" -m venv --clear .tools
	@.tools/bin/python -m pip install --quiet uv==$(UV_VERSION) \
	  || { rm -f $(UV); echo "setup: no uv, going on with pip"; }
	@touch $@

$(PACKAGES_MADE): requirements.lock $(VENV_MADE) $(TOOLS_MADE)
	@echo "setup: Python packages"
	@if test -x $(UV) && $(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock; then :; \
	else $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock; fi
	@touch $@

# The project itself, editable, for the `windtunnel` command. Builds with what is installed.
$(PROJECT_MADE): pyproject.toml $(PACKAGES_MADE)
	@if test -x $(UV) && $(UV) pip install --quiet --python $(BIN)/python $(EDITABLE); then :; \
	else $(BIN)/python -m pip install --quiet $(EDITABLE); fi
	@touch $@

$(NODE_MADE): package.json package-lock.json .npmrc $(PACKAGES_MADE)
	@echo "setup: node packages"
	@$(NPM) ci --include=dev --loglevel=error >/dev/null
	@touch $@

$(FRONT_END_MADE): $(FRONT_END) vite.config.ts vite.offline.config.ts tsconfig.json $(NODE_MADE)
	@echo "setup: front end"
	@$(VITE) build --logLevel warn
	@$(VITE) build --config vite.offline.config.ts --logLevel warn
	@touch $@

$(STATIC_MADE): $(if $(PAGES),$(FRONT_END_MADE)) $(SETTINGS) $(PROJECT_MADE)
	@echo "setup: static files"
	@$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@mkdir -p staticfiles && touch $@

$(DATABASE_MADE): $(MIGRATIONS) $(SETTINGS) $(PROJECT_MADE) $(if $(wildcard $(DATA_DIR)/windtunnel.sqlite3),,FORCE)
	@echo "setup: database"
	@$(BIN)/python manage.py migrate --noinput --verbosity 0
	@mkdir -p "$(DATA_DIR)" && touch $@

# --- everyday --------------------------------------------------------------------------

.PHONY: run
run: setup ## Open the laboratory at http://HOST:PORT (127.0.0.1:8000)
	@echo "Windtunnel is at http://$(HOST):$(PORT)  (Ctrl-C ends it)"
	@exec $(BIN)/daphne --ping-interval 3 --ping-timeout 4 \
	  --websocket-max-message-size 65536 --websocket-max-frame-size 65536 \
	  -b $(HOST) -p $(PORT) visualizer.asgi:application

.PHONY: test
test: setup check ## Check and test everything: Python, TypeScript, browser
	@rm -rf $(REPORTS)
	$(PYTHON_TESTS) --junitxml=$(REPORTS)/python.xml tests $(PYTEST_ARGS)
	$(VITEST) run
	@$(MAKE) --no-print-directory browser

# A process of its own: asynchronous tests and Playwright do not share one. By file, as the journeys of
# a file share its finished runs.
.PHONY: browser
browser: setup ## The journeys in a real browser
ifeq ($(CHROMIUM),)
	@echo "No chromium was found, so the browser tests are left out. On Debian:"
	@echo "  apt-get install chromium     (or give its path: make test CHROMIUM=/path/to/chromium)"
	@test "$(CI)" != true
else ifneq ($(BROWSER_TESTS),)
	$(PYTEST) -n $(BROWSERS) --dist loadfile --junitxml=$(REPORTS)/browser.xml tests/browser $(PYTEST_ARGS)
endif

# Everything that `make test` tries a share of, part by part; each can be had alone, and `make -k soak`
# goes on to the next where one fails. A failure says the seed with which to see it again.
SOAK_scenarios := tests/properties tests/oracle
SOAK_kills := tests/visualizer/test_kills.py tests/visualizer/test_forks.py
SOAK_orders := tests/visualizer/test_interleavings.py
SOAK_extremes := tests/quotas/test_extremes.py
SOAK_lessons := tests/lessons/test_course.py
SOAK_elsewhere := $(SOAK_scenarios) $(SOAK_kills) $(SOAK_orders) $(SOAK_extremes) $(SOAK_lessons)
SOAK_rest := tests $(SOAK_elsewhere:%=--ignore=%)
SOAK_PARTS := soak-scenarios soak-kills soak-orders soak-extremes soak-lessons soak-rest

.PHONY: soak soak-browser $(SOAK_PARTS)
soak: $(SOAK_PARTS) soak-browser ## All random scenarios, kills and orders of things, of which `make test` tries some

$(SOAK_PARTS): soak-%: setup
	SOAK=1 $(PYTHON_TESTS) --junitxml=$(REPORTS)/$@.xml $(SOAK_$*) $(PYTEST_ARGS)

soak-browser: setup
	$(if $(CHROMIUM),SOAK=1 $(PYTEST) --junitxml=$(REPORTS)/$@.xml tests/browser/test_layout.py $(PYTEST_ARGS))

.PHONY: check
check: lint types ## Style, layers and types

.PHONY: lint
lint: setup ## ruff and the layers of the packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

.PHONY: types
types: setup ## mypy and tsc
	$(BIN)/mypy
	$(TSC) --noEmit

.PHONY: format
format: setup ## Let ruff put the Python sources in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: docs
docs: setup ## Execute what the documentation shows
	$(PYTEST) -p no:playwright --ignore=tests/browser -m docs tests $(PYTEST_ARGS)

.PHONY: pages
pages: setup ## Write the pages that are not written by hand
	$(BIN)/python tools/pages.py
	@$(VITEST) run lab-keys --update --reporter=dot >/dev/null

# Asks for what is not given: make new-lesson ID=my-lesson SCENARIO=reserved-five
.PHONY: new-lesson
new-lesson: setup ## Begin a lesson (ID=..., SCENARIO=...)
	@id="$(ID)"; scenario="$(SCENARIO)"; \
	test -n "$$id" || { printf "Its id, as in my-first-lesson: "; read -r id; }; \
	test -n "$$scenario" || { ls scenarios/*.yaml | sed 's|.*/||; s|.yaml$$||' | tr '\n' ' '; \
	  printf "\nIts scenario, one of these: "; read -r scenario; }; \
	$(BIN)/windtunnel lesson new "$$id" --scenario "$$scenario" --into lessons \
	&& $(BIN)/python manage.py precompute "$$id"

.PHONY: results
results: setup ## Write down what the tests of evidence and theory find
	$(BIN)/python tools/results.py

.PHONY: fast
fast: setup ## Compile the hot modules of the engine (needs a C compiler)
	@$(BIN)/python -m tools.fast

.PHONY: slow
slow: ## Forget what `make fast` has compiled
	rm -rf .fast

.PHONY: bench
bench: setup ## Measure the engine
	$(BIN)/windtunnel bench

# --- upkeep ----------------------------------------------------------------------------

.PHONY: golden
golden: setup ## Freeze anew what the shipped scenarios come to
	$(BIN)/python -m tests.determinism.frozen

.PHONY: lock
lock: $(PACKAGES_MADE) ## Write the locks anew (UPGRADE=--upgrade takes newer releases)
	$(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	  --no-header --no-emit-index-url --group dev $(UPGRADE) pyproject.toml -o requirements.lock
	$(NPM) install --package-lock-only --loglevel=error

.PHONY: clean
clean: ## Remove all that was installed and built; runs and the database stay
	rm -rf .venv .tools .fast .fast-tests node_modules static/dist staticfiles $(REPORTS) *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find simcore visualizer tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
