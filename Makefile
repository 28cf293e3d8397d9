# One command does it: each target sets up all it needs by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOT := $(shell [ "$$(id -u)" = 0 ] && echo --as-root)
READY := $(VENV)/.ready
TEST_READY := $(VENV)/.ready-test
PICTURES := now:12 now-chinese:12 ticket:64  # colours; no picture needs more than 60 KB
CATALOGUES := $(wildcard maildesk/locale/*/LC_MESSAGES/*.po)

.PHONY: help ready demo run test test-all torture fuzz bench catalogue pictures clean

help:
	@echo "make demo   a desk that plays a short story over SMTP, and stays until Ctrl-C"
	@echo "            where a port is taken: make demo ARGS=\"--http-port 8081 --smtp-port 2526\""
	@echo "make ready  the program, in .venv/bin"
	@echo "make run    a fresh desk of your own, in var/desk/"
	@echo "make test   installs what the tests need and runs the whole suite"
	@echo "make test-all   the same, then everything once more on PostgreSQL"
	@echo "make bench  the figures of docs/performance.md"
	@echo "make torture, make fuzz   the long runs"
	@echo "make pictures   the pictures of the documents, by Chromium and pngquant"
	@echo "make catalogue   takes new words into the catalogues, and tells which are not translated"

ready: $(READY)

demo: $(READY)
	@$(BIN)/maildesk demo $(ROOT) $(ARGS)

run: $(READY)
	@[ -e var/desk/desk.yaml ] || $(BIN)/maildesk init var/desk > /dev/null
	@echo "serving var/desk/desk.yaml until Ctrl-C; an edit of that file is taken up within seconds"
	@$(BIN)/maildesk --desk var/desk/desk.yaml serve $(ROOT)

test: $(TEST_READY)
	@BIN=$(BIN) tests/run

test-all: test
	@$(BIN)/python -m pytest -q -n 2 --database postgres

torture: $(TEST_READY)
	@$(BIN)/python -m pytest -q -p no:cacheprovider --timeout 3600 tests/torture

fuzz: $(TEST_READY)
	@$(BIN)/python -m pytest -q -p no:cacheprovider --timeout 3600 tests/fuzz

bench: $(TEST_READY)
	@$(BIN)/python bench/run.py

catalogue: $(TEST_READY)
	@$(BIN)/python -m tests.catalogue

$(VENV)/bin/python:
	@packaging/make-venv "$(PYTHON)" $(VENV)

$(READY): setup.cfg pyproject.toml setup.py $(CATALOGUES) | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(TEST_READY): setup.cfg pyproject.toml setup.py $(CATALOGUES) | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@packaging/install-test-servers
	@touch $@ $(READY)

pictures: $(TEST_READY)
	@mkdir -p var/pictures docs/pictures
	@MAILDESK_PICTURES=var/pictures $(BIN)/python -m pytest -q tests/test_statuspage_browser.py
	@for one in $(PICTURES); do pngquant --nofs --force --output docs/pictures/$${one%:*}.png $${one#*:} var/pictures/$${one%:*}.png; done

clean:
	rm -rf $(VENV) build dist *.egg-info var
