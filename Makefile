# Exit codes 10 to 19 of `tailan run` mean: published, and a person should look (docs/operations.md).
# tailan: one command runs the main job (make run), one passes the tests (make test).
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
STAMP   = $(VENV)/.installed

.PHONY: run test laws check lint slow picture bench sweep mutants setup ocr clean help

help:            ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

run: setup ocr   ## set up, then publish data/raw as data/clean
	@$(BIN)/tailan run data/raw data/clean --summary || { code=$$?; [ $$code -ge 10 ] && [ $$code -le 19 ]; }

test: setup ocr  ## set up, then pass the fast tests
	@$(BIN)/python -m pytest -m "not slow" -n 2

laws: setup ocr  ## search for what breaks a law: the Hypothesis tests with a thousand new examples each
	@$(BIN)/python -m pytest -m "hypothesis and not slow" -n 2 --hypothesis-profile=search

check: test lint slow ## what CI runs

lint: setup      ## style, types, walls
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

slow: setup ocr  ## real end-to-end checks: OCR, browser, database, cluster, kill -9 (timing on a busy machine: one more try)
	@$(BIN)/python -m pytest -m slow -n 2 --dist worksteal --reruns 2

picture: setup   ## draw docs/pictures/architecture.svg from the code
	@$(BIN)/python docs/picture.py

bench: setup ocr ## accuracy per source kind, review load and speed
	@$(BIN)/python -m benchmarks

sweep: setup ocr ## read the odd files inside the source packages of PDF and DOCX libraries (downloads them)
	@$(BIN)/python -m benchmarks.sweep

mutants: setup ocr ## how many small mistakes the tests notice (20 minutes; a fresh seed each time)
	@$(BIN)/python -m benchmarks.mutants --keep

setup: $(STAMP)

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev,review,databases,cluster]"
	@touch $@

ocr:             ## install Tesseract and its language data where this machine allows it
	@sh pipeline/install_ocr.sh

clean:           ## remove what the set-up made
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache
