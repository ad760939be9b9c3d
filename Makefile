# Two commands set everything up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared

.PHONY: demo test install install-test browser postgresql check lint types contract train lock clean

demo: install  ## install, read the example articles, print their record, write a dossier
	mkdir -p out
	$(BIN)/communique read examples --db out/demo.db --format html --out out/dossier.html
	$(BIN)/communique read examples --db out/demo.db

test: install-test browser postgresql check  ## install what the tests need and run them all

check: lint types contract
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

contract:
	$(BIN)/lint-imports

install: .venv/installed
install-test: .venv/installed-test

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: requirements/run.txt requirements/build.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/installed-test: requirements/test.txt .venv/installed
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/test.txt
	touch $@

browser:  ## the browser tests drive Debian's chromium
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium) || \
	  (echo "the browser tests need chromium: install the package 'chromium'" >&2; exit 1)

postgresql:  ## the store's tests start a private PostgreSQL server from Debian's package
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
	  (export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && apt-get install -y -qq postgresql) || \
	  (echo "the store's tests need PostgreSQL's server: install the package 'postgresql'" >&2; exit 1)

train: install  ## train the reader model anew from $(SHARED)/data, in four stages, and install it into the package (hours)
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python -m pip install --quiet '.[train]'
	PYTHONPATH=src:. $(BIN)/python -m training.train --shared $(SHARED) --out out/first.pt --epochs 7 --until 2 --rate 3e-4 --seed 1
	PYTHONPATH=src:. $(BIN)/python -m training.train --shared $(SHARED) --resume out/first.pt --out out/second.pt --epochs 5 --rate 2.5e-4 --seed 3
	PYTHONPATH=src:. $(BIN)/python -m training.train --shared $(SHARED) --resume out/second.pt --out out/third.pt --epochs 5 --until 4 --rate 2.5e-4 --seed 5
	PYTHONPATH=src:. $(BIN)/python -m training.train --shared $(SHARED) --resume out/third.pt --out out/reader.pt --epochs 4 --rate 2e-4 --seed 7
	PYTHONPATH=src:. $(BIN)/python -m training.export --weights out/reader.pt --folder out --install src/communique/resources/reader

lock:  ## renew the lock files (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -U requirements/build.in -o requirements/build.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -U pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -U --extra test -c requirements/run.txt pyproject.toml -o requirements/test.txt

clean:
	rm -rf .venv out build dist
