# One verb for each thing to do; `make help` lists them.

.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
DATA_DIR ?= var
JOBS ?= logical
PY := $(VENV)/bin/python
PYTEST := $(PY) -m pytest -q -n $(JOBS) --maxprocesses 8
STATIC := $(DATA_DIR)/static/staticfiles.json
SOURCES := reception visits venues compliance seeds
OUR_STATIC := $(shell find $(SOURCES) -path '*/static/*' -type f 2>/dev/null)

# what checks and tests run under, whatever the machine's own environment says
CHECKS := env SECRET_KEY=only-for-checks DEMO=off DATABASE_URL=sqlite://:memory:

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

run: export DEMO := $(or $(DEMO),on)
run: $(VENV)/runtime $(STATIC) ## serve the demonstration on 127.0.0.1:8000 (PORT=9000 for another)
	@$(PY) manage.py migrate --no-input --verbosity 0
	@$(PY) manage.py seed --if-empty
	@exec $(PY) manage.py serve

test: check ## check, then the whole suite on SQLite and on PostgreSQL
	TEST_DATABASE_URL= $(PYTEST)
	$(PY) -W ignore:XDG_RUNTIME_DIR tests/postgres.py $(PYTEST)
	@echo "All checks and tests passed, on SQLite and on PostgreSQL."

check: $(VENV)/tests ## form, layers, system checks, pending migrations
	$(VENV)/bin/ruff format --check --output-format concise .
	$(VENV)/bin/ruff check --output-format concise .
	$(VENV)/bin/lint-imports --no-cache
	$(CHECKS) $(PY) manage.py check --fail-level WARNING
	$(CHECKS) $(PY) manage.py makemigrations --check --dry-run

bench: $(VENV)/tests ## measure a million visits and write docs/benchmark.md (SIZE=10000)
	$(PY) -m tests.bench --size $(or $(SIZE),1000000)

fuzz: $(VENV)/tests ## upload 10,000 bad files (FUZZ=100 for fewer, SEED=2 for others)
	TEST_DATABASE_URL= FUZZ=$(or $(FUZZ),10000) $(PY) -m pytest -q -s tests/trials/test_fuzz.py

trials: $(VENV)/tests ## kill -9 at random moments of imports and exports, on both databases
	TEST_DATABASE_URL= TRIALS=$(or $(TRIALS),50) $(PY) -m pytest -q -s tests/trials/test_kill.py
	TRIALS=$(or $(TRIALS),50) $(PY) tests/postgres.py \
		$(PY) -m pytest -q -s tests/trials/test_kill.py

fix: $(VENV)/tests ## format, and repair what can be repaired
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

messages: $(VENV)/runtime ## collect strings to translate, compile the translations
	$(CHECKS) $(PY) manage.py makemessages --locale zh_Hans --add-location file \
		--no-obsolete --ignore '$(VENV)*' --ignore '.venv*' --ignore var --ignore tests
	@sed -i.before '/^"POT-Creation-Date/d' locale/zh_Hans/LC_MESSAGES/django.po
	@rm locale/zh_Hans/LC_MESSAGES/django.po.before
	cd locale && for po in */LC_MESSAGES/django.po libraries/*/LC_MESSAGES/django.po; do \
		msgfmt --check-format --output-file "$${po%.po}.mo" "$$po" || exit 1; done

seed: export DEMO := $(or $(DEMO),on)
seed: $(VENV)/runtime ## load the demonstration world again; changes nothing that is there
	$(PY) manage.py migrate --no-input --verbosity 0
	$(PY) manage.py seed

clean: ## remove what was made, except the data
	rm -rf $(VENV) $(DATA_DIR)/static .pytest_cache .ruff_cache \
		.hypothesis .import_linter_cache .grimp_cache
	find $(SOURCES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- made once, and again when what they stand on changes

$(VENV)/usable:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; name one: make $(MAKECMDGOALS) PYTHON=python3.12"; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make virtual environments."; \
		echo "Install that part of it (Debian: apt-get install python3-venv) or name"; \
		echo "another Python: make $(MAKECMDGOALS) PYTHON=python3.12"; \
		exit 1; }
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/runtime: requirements.txt | $(VENV)/usable
	@echo "Installing the packages of $< …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(VENV)/tests: requirements-test.txt requirements.txt | $(VENV)/usable
	@echo "Installing the packages of $< …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@ $(VENV)/runtime

$(STATIC): $(VENV)/runtime $(OUR_STATIC)
	@echo "Collecting static files …"
	@$(PY) manage.py collectstatic --no-input --verbosity 0
	@touch $@

.PHONY: help run test check bench fuzz trials fix messages seed clean
