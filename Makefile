# hoso: every command a newcomer needs. A fresh Debian machine with Python 3.11 and gcc is enough.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HOSO   := $(BIN)/hoso
SAMPLE := samples/dossiers/chi-bo-kiem-tra-faulty

# Debian packages the tests need: a browser for the pages, fonts to redraw the samples, a database server
DEBIAN := chromium fonts-liberation2 fonts-dejavu-core openssl postgresql

.PHONY: help demo test lint bench soak samples schema locale requirements wheelhouse wheel clean system
help:            ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/soak.stamp: requirements/soak.txt $(VENV)/dev.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/soak.txt
	@touch $@

demo: $(VENV)/run.stamp   ## set up, then check a sample dossier with planted faults
	@echo '$$ hoso check $(SAMPLE) --pack an-phu-2026'
	@$(HOSO) check $(SAMPLE) --pack an-phu-2026 --on 2026-11-20 || test $$? -eq 1
	@mkdir -p build && $(HOSO) check $(SAMPLE) --pack an-phu-2026 --on 2026-11-20 --format html --output build/demo.html 2>/dev/null || test $$? -eq 1
	@echo; echo 'The same as a page: build/demo.html'

system:
	@missing=$$(for p in $(DEBIAN); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	  else echo "The tests need these Debian packages: sudo apt-get install $$missing" >&2; exit 1; fi; fi

test: system $(VENV)/dev.stamp   ## set up everything the tests need and run them
	$(BIN)/python -m pytest -q -n 2

lint: $(VENV)/dev.stamp   ## format, lint, types, import directions
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(HOSO) rules lint

bench: $(VENV)/dev.stamp   ## measure speed, memory and the reading of scans (ratios within one run)
	@bad=0; for part in bench.py bench_scans.py "bench_audit.py --dossiers 500"; do \
	  $(BIN)/python tests/benchmarks/$$part || bad=1; done; exit $$bad

soak: $(VENV)/soak.stamp   ## the long measurements
	$(BIN)/python tests/benchmarks/bench.py --soak
	$(BIN)/python tests/benchmarks/bench_audit.py --soak
	$(BIN)/python tests/web/soak_load.py
	$(BIN)/python tests/web/soak_api.py
	$(BIN)/python tests/benchmarks/soak_fuzz.py
	$(BIN)/python tests/benchmarks/bench_finished.py

samples: $(VENV)/dev.stamp   ## draw the sample dossiers again
	$(BIN)/python samples/make_samples.py

schema: $(VENV)/dev.stamp   ## write the JSON Schemas again
	$(HOSO) rules schema --write
	$(BIN)/python -m engine.report.json_report

locale: $(VENV)/dev.stamp   ## bring the English catalogue up to date
	$(BIN)/python -m engine.locale.catalogue

requirements:    ## resolve the pinned requirements again (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra dev pyproject.toml -o requirements/dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra dev --extra soak pyproject.toml -o requirements/soak.txt

wheelhouse: $(VENV)/run.stamp   ## all wheels for an office without network, our own build of durable-rules among them
	rm -rf wheelhouse && mkdir wheelhouse
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt -w wheelhouse
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps . -w wheelhouse
	@echo 'Copy wheelhouse/ to the office PC, then: pip install --no-index --find-links wheelhouse hoso'

clean:           ## remove what was made here
	rm -rf $(VENV) build wheelhouse .pytest_cache .mypy_cache .ruff_cache .hypothesis
