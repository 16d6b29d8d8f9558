# Each target does its own set-up in .venv; a second run does no needless work.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
comma := ,
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --constraint constraints.txt
# One notebook, the same bytes on every machine: no key of the user's, no date and no random ids in pictures.
NO_KEY := env -u EI_API_KEY -u EI_PROJECT_API_KEY -u EI_PROJECT_ID -u EI_API_ENDPOINT -u EI_HOST
CLEAN_ENV := $(NO_KEY) \
	SOURCE_DATE_EPOCH=0 MATPLOTLIBRC=$(CURDIR)/tests/matplotlibrc
# Files in order, each by one worker: those of the notebooks and the browser take longest, and come first.
TESTED := python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
PYTEST := $(BIN)/$(TESTED)
QUICK := $(TESTED) -p no:nbval --hypothesis-profile=quick -m "not browser and not slow" --ignore tests/browser tests edgeanomaly_nb

# The certificates of the system, as pip uses them: a company's proxy may have its own. Older uv reads the second name.
export UV_SYSTEM_CERTS := 1
export UV_NATIVE_TLS := 1
# Where it is set, each process of the tests compiles pandas anew, which takes seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo docs course dist test test-quick test-lowest test-python notebooks lab lint format bench samples lock clean
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.lab ## the main job, on the bundled samples: no network, no account
	@echo "Everything is installed in $(VENV). The same as $(BIN)/edgeanomaly-nb demo:"
	@echo
	@$(NO_KEY) $(BIN)/edgeanomaly-nb demo -o build/demo
	@echo
	@$(CLEAN_ENV) $(BIN)/python -m tools.notebook_to_html notebooks/01_quickstart.ipynb build/quickstart.html
	@echo
	@echo "The executed quickstart is build/quickstart.html: open it in a browser."
	@echo "'make lab' opens the notebooks in JupyterLab."

docs: $(VENV)/.docs ## the documentation site in build/docs, which opens from disk; a warning is an error
	@$(CLEAN_ENV) $(BIN)/python -m tools.build_docs build/docs

course: docs ## the course to hand out: the notebooks with their results, in the documentation site
	@echo "The course begins at build/docs/course/index.html."

dist: $(VENV)/.dist ## sdist and wheel in dist, checked; the quick tests with the wheel in an empty environment
	$(NO_KEY) $(BIN)/python -m tools.check_dist dist

lab: $(VENV)/.lab ## JupyterLab on the notebooks; it saves panels, as `edgeanomaly-nb lab` does
	JUPYTER_CONFIG_PATH=$(CURDIR)/edgeanomaly_nb/cli/commands/jupyter_config $(BIN)/jupyter lab --notebook-dir=notebooks

test: $(VENV)/.test ## the whole test suite, notebooks included; as root on Debian it installs Chromium and gcc
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m tests.firmware.compilers
	$(CLEAN_ENV) $(PYTEST) --nbval --nbval-sanitize-with tests/nbval_sanitize.cfg notebooks tests edgeanomaly_nb

test-quick: $(VENV)/.test ## the quick tests: no browser, no kernel, no waiting
	$(CLEAN_ENV) $(BIN)/$(QUICK)

test-lowest: $(VENV)-lowest/.test ## the unit tests, with every dependency at its lowest declared version
	$(CLEAN_ENV) $(VENV)-lowest/bin/python -m pytest -q -m "not browser" -n 2 --hypothesis-profile=shared tests

# Without the versions of constraints.txt where PINS are given, and with the notebooks run, but not compared: other
# versions draw and print them differently.
WITH ?= 3.13
OTHER := $(VENV)-other
test-python: $(VENV)/.uv ## the quick tests, and the notebooks run, with another Python: WITH=3.12 PINS="pandas<3 numpy<2"
	$(UV) venv --quiet --clear --python "$(WITH)" $(OTHER)
	$(UV) pip install --quiet --python $(OTHER)/bin/python --editable ".[lab,course,reports,parquet,docs,test]" \
		$(if $(PINS),$(foreach pin,$(PINS),"$(pin)"),--constraint constraints.txt)
	@$(OTHER)/bin/python -c "import sys, numpy, pandas; print(sys.version, 'numpy', numpy.__version__, 'pandas', pandas.__version__)"
	$(OTHER)/bin/python -W error::DeprecationWarning -c "from edgeanomaly_nb import *"
	$(CLEAN_ENV) $(OTHER)/bin/$(QUICK)
	$(CLEAN_ENV) $(OTHER)/bin/$(TESTED) --nbval-lax notebooks

notebooks: $(VENV)/.lab ## run the notebooks and keep their outputs
	$(CLEAN_ENV) $(BIN)/python -m tools.run_notebooks notebooks/*.ipynb

lint: $(VENV)/.lint ## ruff, mypy, oxlint, the layers of the package, the samples
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/oxlint --deny-warnings --no-error-on-unmatched-pattern edgeanomaly_nb
	$(BIN)/python -m tools.make_samples --check
	@echo "lint: all well"

format: $(VENV)/.lint ## let ruff format and fix what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.bench ## the speed goals, as ratios measured in one run
	$(CLEAN_ENV) $(BIN)/python -m benchmarks

samples: $(VENV)/.lab ## write the bundled samples again
	$(BIN)/python -m tools.make_samples

UPGRADE ?= --upgrade
lock: $(VENV)/.uv ## write the versions of development and CI to constraints.txt; UPGRADE= keeps those that it has
	$(UV) pip compile --quiet --universal --no-header --no-annotate --no-emit-index-url $(UPGRADE) --all-extras \
		--python-version 3.10 pyproject.toml --output-file constraints.txt

clean: ## remove what the other targets made
	rm -rf $(VENV) $(VENV)-lowest $(VENV)-other build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find edgeanomaly_nb tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/.uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt uv
	@touch $@

$(addprefix $(VENV)/.,lab test lint bench docs dist): $(VENV)/.%: pyproject.toml constraints.txt | $(VENV)/.uv
	$(INSTALL) --editable ".[$(if $(filter lint dist,$*),$*,lab,course,reports,$(if $(filter test,$*),docs$(comma))$*)]"
	@touch $@

$(VENV)-lowest/.test: pyproject.toml | $(VENV)/.uv
	$(UV) venv --quiet --clear --python ">=3.10,<3.13" $(VENV)-lowest
	$(UV) pip install --quiet --python $(VENV)-lowest/bin/python --resolution lowest-direct --editable ".[parquet,test]"
	@touch $@
