from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from api.cli.app import COMMANDS
from tests.api.commands import MONTH, PETIT

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {
    *("alembic", "dbos", "fastapi", "holidays", "icalendar", "matplotlib", "numpy", "ortools"),
    *("pandas", "pydantic", "rich", "sqlalchemy", "typst", "uvicorn", "xlsxwriter"),
}
#: Says on standard error which modules are there once a command has ended.
COUNTED = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
from api.cli import main
main()
"""
FOLDERS = {"rich", "pydantic"}
DATABASE = FOLDERS | {"sqlalchemy"}
MIGRATED = DATABASE | {"alembic"}
SERVED = MIGRATED | {"fastapi", "uvicorn"}
EXPECTED = {
    **dict.fromkeys(COMMANDS, FOLDERS),
    **dict.fromkeys(("ledger", "verify", "modele", "doctor"), DATABASE),
    **dict.fromkeys(
        ("export", "import", "upgrade", "backup", "restore", "user", "purge"), MIGRATED
    ),
    **dict.fromkeys(("serve", "worker"), SERVED),
}


def heavy_after(*words: str | Path) -> tuple[int, set[str]]:
    """Run a command in a new process, and return its code and the heavy modules that it loaded."""
    result = subprocess.run(
        [sys.executable, "-c", COUNTED, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, HEAVY & set(json.loads(result.stderr.splitlines()[-1]))


def test_the_help_of_rota_loads_what_draws_it_and_no_word_of_the_domain() -> None:
    code = (
        "import sys, contextlib\n"
        "from api.cli import main\n"
        "with contextlib.suppress(SystemExit): main()\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=True
    )
    modules = set(result.stderr.split())

    assert modules & HEAVY == {"rich"}
    assert {
        one for one in modules if one.startswith(("scheduler.", "constraints", "calendars"))
    } == {"scheduler.errors"}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_help_of_a_command_loads_only_what_its_module_needs(name: str) -> None:
    assert heavy_after(name, "--help") == (0, EXPECTED[name])


def test_an_audit_loads_neither_the_solver_nor_what_writes_documents(tmp_path: Path) -> None:
    plan = tmp_path / "planning.csv"
    plan.write_text("creneau;personne\n", encoding="utf-8")

    code, heavy = heavy_after("audit", PETIT, *MONTH, "--planning", plan)

    assert (code, heavy) == (0, {"holidays", "pydantic", "rich"})
