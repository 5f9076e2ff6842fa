# `make run` sets everything up and serves the page and the API; `make test` runs every test.
# Whatever is set up stays inside the checkout (backend/.venv, frontend/node_modules, frontend/dist) and is
# set up again only when its pins or its sources have changed; `make clean` removes it.

PYTHON ?= python3
CHROMIUM ?= $(shell for name in chromium chromium-browser google-chrome google-chrome-stable; \
	do command -v $$name && break; done)

VENV := backend/.venv
BIN := $(VENV)/bin
REQUIREMENTS := $(VENV)/.stamp-requirements
DEV_REQUIREMENTS := $(VENV)/.stamp-requirements-dev
PACKAGES := frontend/node_modules/.stamp-packages
PAGE := frontend/dist/index.html
PAGE_SOURCES := $(shell find frontend/src frontend/public -type f ! -name '*.test.*') \
	$(addprefix frontend/,index.html package.json tsconfig.json vite.config.ts)

OLD_PYTHON = Python 3.11 or newer is needed and $(PYTHON) is not that: install it, or name the one to use \
	with `make PYTHON=python3.12 …`
NO_VENV = $(PYTHON) lacks the modules that make a virtual environment: install them (on Debian and Ubuntu \
	`apt install python3-venv`)
OLD_NODE = Node 20.19 or newer with npm is needed (https://nodejs.org) and this machine has \
	$(or $(shell node --version 2>/dev/null),none)
NO_CHROMIUM = The browser tests need Chromium: install it (on Debian `apt install chromium`), or name one \
	with `make test CHROMIUM=/path/to/chromium`

IS_PYTHON_NEW = import sys; sys.exit(sys.version_info < (3, 11))
IS_NODE_NEW = const [major, minor] = process.versions.node.split(".").map(Number); \
	process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)

IS_CONTRACT_FRESH = from gmm.api.contract import openapi; import sys; \
	fresh = openapi.CONTRACT_FILE.read_bytes() == openapi.contract_bytes(); \
	fresh or sys.exit("backend/openapi.json is stale: run make openapi")

# $(call require,COMMAND,SENTENCE): stop with the sentence if the command fails
require = $(if $(shell { $(1); } >/dev/null 2>&1 && echo yes),,$(error $(strip $(2))))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check bench reliability format openapi pictures requirements clean tools browser

help: ## Show what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: tools $(REQUIREMENTS) $(PAGE) ## Serve the page on localhost:3000 and the API on localhost:8000
	@cd backend && exec .venv/bin/python app.py --page ../frontend/dist

test: tools browser $(DEV_REQUIREMENTS) $(PACKAGES) ## Run every test: engine, API, page, browser
	cd backend && .venv/bin/python -m pytest -n auto
	cd frontend && npm test
	cd frontend && CHROMIUM="$(CHROMIUM)" npm run e2e

check: tools $(DEV_REQUIREMENTS) $(PACKAGES) ## Check style, types, layers and generated files
	cd backend && .venv/bin/ruff check .
	cd backend && .venv/bin/ruff format --check .
	cd backend && .venv/bin/mypy
	cd backend && .venv/bin/lint-imports
	cd backend && .venv/bin/python -c '$(IS_CONTRACT_FRESH)'
	cd frontend && npm run check

bench: tools $(DEV_REQUIREMENTS) ## Measure speed, memory and optima beside other programs; BENCH=--quick for less
	cd backend && for script in benchmarks/bench_*.py; do \
		.venv/bin/python -m benchmarks.$$(basename $$script .py) $(BENCH) || exit 1; done
	cd backend && .venv/bin/python -m benchmarks.report

reliability: tools $(DEV_REQUIREMENTS) ## Try out what the service promises, hostile clients included; BENCH=--quick for less
	cd backend && .venv/bin/python -m benchmarks.reliability $(BENCH)

format: tools $(DEV_REQUIREMENTS) $(PACKAGES) ## Format all code
	cd backend && .venv/bin/ruff check --fix-only .
	cd backend && .venv/bin/ruff format .
	cd frontend && npm run format

openapi: tools $(REQUIREMENTS) $(PACKAGES) ## Write the API's contract anew, and the page's types from it
	cd backend && .venv/bin/python -m gmm.api.contract.openapi
	cd frontend && npm run types

pictures: tools browser $(REQUIREMENTS) $(PAGE) ## Take the pictures of the page anew, README's among them
	cd frontend && CHROMIUM="$(CHROMIUM)" npm run screenshots

requirements: tools $(DEV_REQUIREMENTS) ## Pin the newest Python packages that pyproject.toml allows
	cd backend && .venv/bin/uv pip compile --upgrade --universal --no-emit-index-url --no-emit-find-links \
		--python-version 3.11 pyproject.toml -o requirements.txt
	cd backend && .venv/bin/uv pip compile --upgrade --universal --no-emit-index-url --no-emit-find-links \
		--python-version 3.11 --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## Remove everything that was set up or built; fitted models stay
	rm -rf $(VENV) $(addprefix frontend/,node_modules dist test-results playwright-report)
	find backend \( -name __pycache__ -o -name '.*_cache' -o -name .hypothesis \) -prune -exec rm -rf {} +

tools:
	$(call require,$(PYTHON) -c '$(IS_PYTHON_NEW)',$(OLD_PYTHON))
	$(call require,$(PYTHON) -c 'import venv; import ensurepip',$(NO_VENV))
	$(call require,command -v npm && node -e '$(IS_NODE_NEW)',$(OLD_NODE))

browser:
	$(call require,test -x "$(CHROMIUM)",$(NO_CHROMIUM))

$(VENV)/.stamp-venv:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(REQUIREMENTS): backend/requirements.txt $(VENV)/.stamp-venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(DEV_REQUIREMENTS): backend/requirements-dev.txt $(REQUIREMENTS)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(PACKAGES): frontend/package.json frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

$(PAGE): $(PACKAGES) $(PAGE_SOURCES)
	cd frontend && npm run build
