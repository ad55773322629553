# Roulement. On a bare machine: python3, make and this file.
# uv comes into .tools/, everything else into .venv/; nothing is written elsewhere.

# The system's own Python, if it is complete: distributions build theirs for speed, and one that was
# built by hand without that takes half as long again for the same work.
ifndef PYTHON
PYTHON := $(shell /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' \
  2>/dev/null && echo /usr/bin/python3 || echo python3)
endif
UV_VERSION := 0.13.9
UV := .tools/bin/uv
READY := .tools/uv-$(UV_VERSION)
COLUMNS := .tools/columns
ARGS ?=

# The machine's own certificates, so that a proxy that re-signs traffic is trusted.
export UV_SYSTEM_CERTS ?= 1
# The Python that was checked below, never another one brought by uv.
export UV_PYTHON := $(PYTHON)
export UV_PYTHON_DOWNLOADS := never
# Caches are often on another disk (containers): copying is then normal, not a warning.
export UV_LINK_MODE ?= copy
# Compiled once, beside what is installed: a process starts in half the time, and nothing is written
# among the sources.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/.tools/pycache

SYNC := $(UV) sync --frozen --inexact --quiet
OFFLINE := Installation impossible : vérifiez l’accès à Internet, puis relancez la même commande

# Called through python: the scripts of .venv/bin hold the folder where they were installed, and
# a folder can be moved.
LINT := from importlinter.cli import lint_imports_command; lint_imports_command()

.PHONY: help serve demo test bench prove check docs wheel format runtime development columns
.DEFAULT_GOAL := help

help:
	@echo "make serve   montre le service dans un navigateur, sur l’association inventée (rien n’est gardé)"
	@echo "make demo    planifie le mois prochain des 24 dispositifs et écrit les fichiers dans sortie/"
	@echo "make test    lance les tests (ceux sur PostgreSQL aussi : ARGS=\"-m 'postgresql or long'\")"
	@echo "make check   style, types, verrou des dépendances et architecture"
	@echo "make bench   mesure la vitesse et l’écart à l’optimum"
	@echo "make prove   éprouve le service, planifie et vérifie chaque mois de 2026 et 2027 (long)"
	@echo "make docs    écrit les guides comme un site, dans sortie/guides/"
	@echo "make wheel   écrit la roue à installer ailleurs, dans sortie/"
	@echo "make format  met le code en forme"
	@echo "Options : make demo ARGS=\"--help\""

demo: runtime
	@$(UV) run --no-sync rota demo $(ARGS)

# ARGS="--port 8080" for another port, ARGS="--garder demo.db" to keep what is tried.
serve: runtime
	@$(UV) run --no-sync rota serve --demo $(ARGS)

bench: development $(COLUMNS)
	@$(UV) run --no-sync python -m tests.bench $(ARGS)

# CI runs the others too: make test ARGS="-m 'postgresql or long'".
test: development $(COLUMNS)
	@$(UV) run --no-sync python -m pytest -n auto --dist worksteal -m "not postgresql and not long and not lengthy and not browser" $(ARGS)

prove: development $(COLUMNS)
	@$(UV) run --no-sync python -m tests.prove $(ARGS)

check: development
	@$(UV) lock --check --quiet
	@$(UV) run --no-sync ruff check
	@$(UV) run --no-sync ruff format --check
	@$(UV) run --no-sync python -m mypy
	@$(UV) run --no-sync python -c "$(LINT)" --no-logo

# Material says on each run what its authors plan for mkdocs 2: nothing of this build.
docs: development
	@NO_MKDOCS_2_WARNING=1 $(UV) run --no-sync python -m mkdocs build --quiet --strict --config-file mkdocs.yml
	@echo "Guides : sortie/guides/index.html"

wheel: $(READY)
	@$(UV) build --quiet --wheel --out-dir sortie

format: development
	@$(UV) run --no-sync ruff check --fix
	@$(UV) run --no-sync ruff format

# Both are no-ops of some 50 ms once .venv/ agrees with uv.lock.
runtime: $(READY)
	@test -d .venv || echo "Installation dans .venv/ (une seule fois, environ une minute)…"
	@$(SYNC) --no-dev || { echo "$(OFFLINE)." >&2; exit 1; }

development: $(READY)
	@test -d .venv || echo "Installation dans .venv/ (une seule fois, environ une minute)…"
	@$(SYNC) || { echo "$(OFFLINE)." >&2; exit 1; }

# The search by columns, of the public instances, is compiled when it is first used, in some fifteen
# seconds: tests and bench would wait for it. `runtime` installs nothing of this. Beside it all tests are read once: processes
# that read them together would each compile them.
columns: $(COLUMNS)

$(COLUMNS): $(wildcard tests/bench/columns/*.py) | development
	@$(UV) run --no-sync python -m pytest --collect-only >/dev/null 2>&1 & \
	  $(UV) run --no-sync python -m tests.bench.instances.compiling && touch $@; \
	  code=$$?; wait; exit $$code

# The one thing that may have to be typed is printed as it must be typed, for root or not.
APT = $$(test "$$(id -u)" = 0 || echo "sudo ")apt-get install -y

$(READY):
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Il manque Python 3.11 ou plus récent. Tapez : $(APT) python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) est trop ancien : il faut 3.11 ou plus récent. Tapez par exemple : make demo PYTHON=python3.12" >&2; exit 1; }
# Debian ships python3 without the module that makes an environment; root may simply have it.
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  test "$$(id -u)" = 0 && command -v apt-get >/dev/null || { \
	    echo "Il manque python3-venv. Tapez : $(APT) python3-venv" >&2; exit 1; }; \
	  echo "Installation de python3-venv…"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	    --no-install-recommends python3-venv; } >/dev/null 2>&1 || { \
	    echo "Il manque python3-venv : vérifiez l’accès à Internet, puis tapez : $(APT) python3-venv" >&2; exit 1; }; }
	@mkdir -p .tools && $(PYTHON) -m venv .tools >.tools/pip.log 2>&1 \
	  && .tools/bin/python -m pip install --quiet --disable-pip-version-check --retries 2 uv==$(UV_VERSION) >>.tools/pip.log 2>&1 \
	  || { echo "$(OFFLINE) (détail : .tools/pip.log)." >&2; exit 1; }
	@touch $@
