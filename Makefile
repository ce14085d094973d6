# make            everything: a private Python environment, then every edition in every language, into build/
# make test       format, lint, types, tests
# make test-oldest   the tests with the oldest Sphinx and docutils that we promise; takes minutes longer
# make html       only the HTML editions          make pdf      only the PDF editions
# make bundle     all of it in one zip file for a USB stick: build/<name>-bundle.zip
# make update     take new sentences into the catalogs          make stats    how far the translations are
# make bench      what it costs, against stock Sphinx: typesetting (with XeLaTeX, if installed) and all print editions
# make doctor     what is missing on this machine   make help   this list
# make clean      remove build/                   make distclean  remove the Python environment too
#
# LANGS="ar ur"   only these languages            PAPERS="a4"   only these papers

PYTHON  ?= python3
VENV    ?= .venv
OUT     ?= build
LANGS   ?=
PAPERS  ?=
OLDEST  = sphinx==8.2.0 docutils==0.21.2
PRINT   ?= guide booklet large bilingual pamphlet card print-sheet

KITABCHA = $(VENV)/bin/kitabcha
READY    = $(VENV)/.ready
CHOICE   = $(LANGS:%=-l %) $(PAPERS:%=--paper %) -o $(OUT)

.PHONY: help all html pdf bundle bench test test-oldest update stats doctor pictures format clean distclean
.DEFAULT_GOAL := all

all: $(READY)
	@$(KITABCHA) build $(CHOICE)

html: $(READY)
	@$(KITABCHA) build -e html -e onefile $(CHOICE)

pdf: $(READY)
	@$(KITABCHA) build $(PRINT:%=-e %) $(CHOICE)

# Everything for a USB stick, in one zip file.
bundle: all
	@$(KITABCHA) bundle -o $(OUT)

test: $(READY)
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/ruff check
	$(VENV)/bin/mypy
	$(VENV)/bin/pytest --numprocesses auto --dist worksteal

# In an environment of its own, so that nothing of it gets into the other.
test-oldest:
	@$(PYTHON) -m venv $(VENV)-oldest
	@$(VENV)-oldest/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]' $(OLDEST)
	$(VENV)-oldest/bin/pytest --numprocesses auto --dist worksteal

bench: $(READY)
	$(VENV)/bin/python bench/typesetting.py
	$(VENV)/bin/python bench/print_editions.py

update: $(READY)
	@$(KITABCHA) catalogs update $(LANGS:%=-l %)

stats: $(READY)
	@$(KITABCHA) catalogs stats $(LANGS:%=-l %)

help:
	@sed -n '/^$$/q; s/^# \{0,1\}//p' Makefile

doctor: $(READY)
	@$(KITABCHA) doctor

pictures: all
	$(VENV)/bin/python docs/pictures.py $(OUT)
	$(VENV)/bin/python -m docs.tables

format: $(READY)
	$(VENV)/bin/ruff format
	$(VENV)/bin/ruff check --fix

clean:
	rm -rf $(OUT)

distclean: clean
	rm -rf $(VENV) $(VENV)-oldest .mypy_cache .pytest_cache .ruff_cache .hypothesis .sdists

# The environment is made once, from pinned versions, and again when these change.
$(READY): pyproject.toml requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	  { echo "Kitabcha needs Python 3.11, 3.12 or 3.13. Name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "Python cannot make an environment here. On Debian: sudo apt-get install python3-venv"; exit 1; }
	@echo "Making the Python environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt || \
	  { echo "The packages of requirements.txt could not be fetched. Is there a network? It is needed this once; then make again."; exit 1; }
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
