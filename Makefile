# Each target sets up what it needs and says what it installs; see .ci/setup.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
# What judging is made of has no excuse for untested branches; adapters are covered by the contract suites.
COVERAGE := --cov=codementor_cli.domain --cov=codementor_cli.services --cov-branch \
	--cov-report=term:skip-covered --cov-fail-under=95
# As many as tests/conftest.py says; whichever is done first takes tests of another's.
WORKERS := --numprocesses=auto --dist=worksteal

.PHONY: help demo test test-newest check pages pins bench clean

help: ## Show this list.
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile

demo: ## Judge right, wrong and too slow submissions in four languages.
	@.ci/setup demo
	@.ci/demo.sh

test: check ## Everything: the checks below, then all tests with coverage.
	@.ci/setup sandbox
	@.ci/setup browser
	@.ci/setup servers
	@$(BIN)/pytest $(WORKERS) $(COVERAGE)

test-newest: ## The same with the newest versions that pyproject.toml allows, in place of the pinned ones.
	@CODEMENTOR_PACKAGES=newest $(MAKE) test BIN=.venv-newest/bin

check: ## Style, formatting, types, which part may import which, and the pages of docs/.
	@.ci/setup python
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

pages: ## Write the made parts of docs/reference anew, from the code.
	@.ci/setup python
	@$(BIN)/python .ci/pages.py

pins: ## Pin anew, in pins.txt: the newest versions that pyproject.toml allows. Then type: make test
	@.ci/pins

bench: ## Time codementor against the same programs without a sandbox.
	@.ci/setup sandbox python cpp
	@$(BIN)/python -m bench

clean: ## Remove what the other targets made in this folder.
	rm -rf .venv .venv-newest .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
