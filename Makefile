# From a fresh clone, only python3 (3.11 or newer) and make are needed.
# PIP_INDEX_URL and the like point pip at another index.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
CATALOGUES := $(wildcard web/translations/*/LC_MESSAGES/*.po)
LOCKING := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --no-header --quiet

# What Python has compiled is kept, whatever the caller's habit: the second start is the quick one.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help sbom clients help-pictures demo test quick test-days check read prove bench bench-size docs lock

help: ## List what make can do
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: $(RUNTIME) ## Run the service with demonstration data; prints the address and the sign-ins
	$(BIN)/rectify demo

test: $(DEVELOPMENT) ## Run all tests; the browser tests too where a Chromium is found
	$(BIN)/pytest -n 2 --dist loadgroup

quick: $(DEVELOPMENT) ## Look at what differs from HEAD: style, types, imports and its nearest tests
	$(BIN)/python -m tests.quick

test-days: $(DEVELOPMENT) ## Run all tests on each of the other days; DAYS="sunday leap-day" for some
	$(BIN)/python -m tests.other_days $(DAYS) --pytest "$(PYTEST)"

check: read prove ## Run all that reads the code without running the service; with -j2 side by side

read: $(DEVELOPMENT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/rectify documents lists | diff -u docs/lists.md -
	$(BIN)/rectify documents glossary | diff -u docs/glossary.md -
	$(BIN)/rectify documents rights | diff -u docs/rights.md -

prove: $(DEVELOPMENT)
	$(BIN)/rectify check

bench: $(DEVELOPMENT) ## Measure against the limit and the peers; writes bench/results.json
	$(BIN)/python -m bench

help-pictures: $(DEVELOPMENT) ## Take the pictures of the help anew from the running product
	$(BIN)/python -m tests.web.help_pictures

bench-size: $(DEVELOPMENT) ## Measure each page with a million items beside 10,000; makes its databases itself
	$(BIN)/python -m bench.page_size $(BENCH)

docs: $(DEVELOPMENT) ## Write docs/lists.md, rights.md, glossary.md and the table of rooms from the source
	$(BIN)/rectify documents lists > docs/lists.md
	$(BIN)/rectify documents rights > docs/rights.md
	$(BIN)/rectify documents glossary > docs/glossary.md
	$(BIN)/python -m tests.rooms

CLIENTS = var/clients
clients: $(DEVELOPMENT) ## Generate a Python and a TypeScript client, check both strictly, work with both
	@test -x $(CLIENTS)/bin/python || $(PYTHON) -m venv $(CLIENTS)
	$(CLIENTS)/bin/pip install --quiet openapi-python-client==0.29.1 mypy==2.* openapi-spec-validator==0.9.0
	cd $(CLIENTS) && npm install --no-audit --no-fund --silent openapi-typescript@7 openapi-fetch@0 \
		typescript@5 @types/node@22 @stoplight/spectral-cli@6
	RECTIFY_CLIENTS=$(CLIENTS) $(BIN)/pytest tests/clients -q

sbom: $(RUNTIME) ## Print the components of the service with their licences (CycloneDX)
	@$(BIN)/rectify about --sbom

lock: $(DEVELOPMENT) ## Renew the lock files; versions that still fit are kept
	$(BIN)/$(LOCKING) pyproject.toml --output-file requirements.lock
	$(BIN)/$(LOCKING) pyproject.toml --group dev --constraint requirements.lock \
		--output-file requirements-dev.lock
	$(BIN)/$(LOCKING) --group pyproject.toml:build --constraint requirements-dev.lock \
		--output-file requirements-build.lock

$(RUNTIME): requirements.lock pyproject.toml hatch_build.py $(CATALOGUES)
	@test -n "$(PYTHON)" || { echo "Rectify needs Python 3.11 or newer; none is on the PATH."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) cannot make environments; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing what requirements.lock names into $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@.ci/install --require-hashes -r requirements.lock
	@.ci/install --no-deps --editable .
	@touch $@

$(DEVELOPMENT): requirements-dev.lock $(RUNTIME)
	@echo "Installing what requirements-dev.lock names into $(VENV) (once) ..."
	@.ci/install --require-hashes -r requirements-dev.lock
	@touch $@
