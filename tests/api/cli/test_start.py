from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Any

import pytest

from api.cli.accounts.commands import commands as accounts
from api.cli.accounts.commands import user
from api.cli.audit.commands import commands as audit
from api.cli.month.commands import commands as month
from api.cli.service.commands import commands as service
from tests.api.commands import MONTH, NAMES, PETIT

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {
    *("alembic", "authlib", "cryptography", "dbos", "fastapi", "holidays", "icalendar"),
    *("matplotlib", "numpy", "ortools", "pandas", "pydantic", "rich", "sqlalchemy", "typst"),
    *("uvicorn", "xlsxwriter"),
}
#: Says on standard error which modules are there once a command has ended.
COUNTED = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
from api.cli import main
main()
"""
#: Asks for the help of each command in turn, and says on standard error what is there after each.
HELPED = """
import json, sys
from api.cli.app import app
loaded = {}
for words in sys.argv[1:]:
    try:
        app([*words.split(), "--help"], prog_name="rota")
    except SystemExit:
        loaded[words] = sorted(sys.modules)
print(json.dumps(loaded), file=sys.stderr)
"""
SETS = (month, audit, service, accounts, user)
#: By function and module: the declaration of a command.
BODIES = {
    (declared.__name__, commands.bodies[declared.__name__]): declared
    for commands in SETS
    for declared in (vars(info.callback)["__wrapped__"] for info in commands.registered_commands)
}
FOLDERS = {"rich", "pydantic"}
DATABASE = {"rich", "pydantic", "sqlalchemy"}
MIGRATED = DATABASE | {"alembic"}
#: By module that does the work of commands: the heavy libraries that it waits for.
WAITED = {
    "api.cli.accounts.actions": MIGRATED,
    "api.cli.audit.acknowledging": FOLDERS,
    "api.cli.audit.auditing": FOLDERS,
    "api.cli.audit.values": FOLDERS,
    "api.cli.month.explaining": FOLDERS,
    "api.cli.month.exporting": MIGRATED,
    "api.cli.month.fairness": FOLDERS,
    "api.cli.month.forecasting": FOLDERS,
    "api.cli.month.obligations": FOLDERS,
    "api.cli.month.planning": FOLDERS,
    "api.cli.month.publishing": FOLDERS,
    "api.cli.month.regrouping": DATABASE,
    "api.cli.service.doctor": DATABASE,
    "api.cli.service.template": {"pydantic"},
    "api.cli.service.purging": MIGRATED,
    "api.cli.service.replaying": DATABASE,
    "api.cli.service.rights": {"rich"},
    "api.cli.service.serving": MIGRATED | {"fastapi", "uvicorn"},
    "api.cli.service.storage": MIGRATED,
    "api.cli.service.verifying": DATABASE,
}


def last_line_of(code: str, *words: str | Path) -> Any:
    """Run code in a new process, and return the value that its last line on standard error is."""
    result = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(result.stderr.splitlines()[-1])


def modules_after(code: str, *words: str | Path) -> set[str]:
    """Run code in a new process, and return the modules that it loaded."""
    return set(last_line_of(code, *words))


def is_light(module: str) -> bool:
    """Whether a module is neither a heavy library nor a word of the domain."""
    return module.partition(".")[0] not in HEAVY | {"scheduler", "constraints", "calendars"}


def test_help_loads_no_heavy_library_and_no_word_of_the_domain() -> None:
    commands = ["", *NAMES, *(f"user {name.rstrip('_')}" for name in user.bodies)]

    loaded = last_line_of(HELPED, *commands)

    assert list(loaded) == commands
    for words, modules in loaded.items():
        assert [module for module in modules if not is_light(module)] == [], words


def test_every_module_that_does_the_work_of_a_command_is_counted() -> None:
    assert {body for _, body in BODIES} == set(WAITED)


@pytest.mark.long
@pytest.mark.parametrize("module", sorted(WAITED))
def test_the_work_of_a_command_waits_only_for_the_libraries_it_needs(module: str) -> None:
    code = "import importlib, json, sys; importlib.import_module(sys.argv[1]); "
    code += "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"

    assert modules_after(code, module) & HEAVY == WAITED[module]


@pytest.mark.parametrize(("name", "body"), sorted(BODIES))
def test_a_command_takes_what_is_declared(name: str, body: str) -> None:
    work = getattr(import_module(body), name)

    assert list(signature(work).parameters) == list(signature(BODIES[name, body]).parameters)


@pytest.mark.long
def test_an_audit_loads_neither_the_solver_nor_what_writes_documents(tmp_path: Path) -> None:
    plan = tmp_path / "planning.csv"
    plan.write_text("creneau;personne\n", encoding="utf-8")

    modules = modules_after(COUNTED, "audit", PETIT, *MONTH, "--planning", plan)

    assert modules & HEAVY == {"holidays", "pydantic", "rich"}
