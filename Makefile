# Every job of this repository. A bare machine needs Python >= 3.11 and make, and Node for `make test`: the rest is set up here.

UV_VERSION = $(shell awk '/^name = "uv"$$/ {getline; gsub(/"/, ""); print $$3}' uv.lock)
PYTEST := .venv/bin/pytest
FAST := not node and not browser and not slow
STAGE ?= dev

# The system's Python is used as it is: none is downloaded. A virtual environment that happens to be active is not meant.
export UV_PYTHON_DOWNLOADS := never
unexport VIRTUAL_ENV

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-fast check package ready deploy golden pictures words schemas bench faults clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: local ## send the award alert to 200 sample supporters on embedded AWS (no Node, no account)
	@.venv/bin/alerts demo

test: node dev node_modules/.installed chromium java ## set up everything and run every test
	$(PYTEST) -n auto --dist loadfile

test-fast: dev ## the tests that need no Node and no browser, and are quick
	$(PYTEST) -n auto --dist loadfile -m "$(FAST)"

check: dev ## lint, format, types, and the rule that imports run one way
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

package: dev node node_modules/.installed ## build what is uploaded, for STAGE (dev), with no AWS account: build/artifacts, .serverless
	@.venv/bin/python -m infra.artifacts
	@node_modules/.bin/osls package --stage $(STAGE)

ready: dev ## say what speaks against a deploy of STAGE, and make nothing
	@.venv/bin/alerts setup --check --stage $(STAGE)

deploy: ready package ## deploy it to the account of your AWS credentials: make deploy STAGE=prod
	@.venv/bin/alerts setup --check --packaged --stage $(STAGE)
	@node_modules/.bin/osls deploy --stage $(STAGE)

golden: dev ## write the golden mails again; look at the difference before you commit it
	$(PYTEST) tests/mail/test_golden.py --refresh-golden

pictures: dev chromium ## take README's pictures again, and one of every mail and page into pictures/ to look at
	.venv/bin/python -m tests.mail.pictures pictures
	.venv/bin/python -m tests.site.pictures pictures

words: dev ## write the pages' words again, from templates/words/, and CLDR's languages
	.venv/bin/python -c 'from functions.alerts.pages.publishing import write_words; write_words()'
	.venv/bin/python -c 'from functions.alerts.languages.cldr import write_languages; write_languages()'

schemas: dev ## write the JSON Schemas that editors read again
	.venv/bin/python -c 'from pathlib import Path; from functions.schema_files import write_schemas; write_schemas(Path("campaigns"))'

bench: dev ## measure time, memory, cost and pace, each beside its aim
	.venv/bin/python -m tests.bench

faults: dev ## 20,000 schedules of crashes, lost answers and doubled messages, on every core
	.venv/bin/python -m tests.faults --schedules 20000

clean: ## remove what these targets made, all of it
	rm -rf .venv node_modules pictures .serverless build dist outbox preview *.egg-info
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find functions infra tests -name __pycache__ -prune -exec rm -rf {} +

# --- set-up, each piece once ---------------------------------------------------------------------------------------

.PHONY: local dev node chromium java
local: .venv/.synced-local
dev: .venv/.synced-dev

# The first of these that is new enough. A name may be there and yet not run, so each is tried.
PYTHON = $(shell for name in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)

.venv/bin/uv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and none was found on the PATH. Install one from"; \
		echo "your system's packages or https://www.python.org/downloads/, then run make again."; exit 1; }
	@echo "Setting up Python packages in .venv, with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python cannot make a virtual environment. On Debian and Ubuntu its module is a package of its own:"; \
		echo "    apt-get install python3-venv"; echo "Then run make again."; exit 1; }
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# --inexact: whoever has run the tests keeps the packages for them.
.venv/.synced-local: pyproject.toml uv.lock | .venv/bin/uv
	@.venv/bin/uv sync --quiet --frozen --inexact --group local
	@touch $@

.venv/.synced-dev: pyproject.toml uv.lock | .venv/bin/uv
	@.venv/bin/uv sync --quiet --frozen --group dev
	@touch $@ .venv/.synced-local

# The same versions as "engines" in package.json, asked before anything is downloaded.
node:
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number), least = a >= 24 ? 0 : {20: 19, 22: 13}[a]; process.exit(b >= least ? 0 : 1)' \
		2>/dev/null || { \
		echo "The tests need Node 20 (20.19 or newer), 22 (22.13 or newer), or 24 and later. Found: $$(node --version 2>/dev/null || echo none)."; \
		echo "Install one from https://nodejs.org/, then run make again. The demo and make test-fast need no Node."; exit 1; }
	@command -v npm >/dev/null || { echo "Node is here but npm is not. On Debian and Ubuntu: apt-get install npm"; exit 1; }

node_modules/.installed: package.json package-lock.json .npmrc
	@echo "Setting up Node packages in node_modules ..."
	@npm ci --include=dev --loglevel=error
	@touch $@

chromium:
	@.ci/chromium

java:
	@.ci/java
