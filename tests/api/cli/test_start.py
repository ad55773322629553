import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import api
from api.cli.app import FILES
from api.cli.command import read
from tests.api.commands import MONTH, NAMES, PETIT

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
#: Loads what the commands of modules need to run, and says what is there.
LOADED = """
import json, sys
from api.cli.command import _Later, _group, _load
for module in sys.argv[1:]:
    _group(module)
    scope = vars(sys.modules[module])
    assert any(isinstance(value, _Later) for value in scope.values())
    _load(scope)
    assert not any(isinstance(value, _Later) for value in scope.values())
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
FOLDERS = frozenset({"rich", "pydantic"})
DATABASE = frozenset({"pydantic", "sqlalchemy"})
MIGRATED = DATABASE | {"alembic"}
#: By heavy libraries: the modules that do the work of commands and wait for no others.
WAITED = {
    frozenset({"pydantic"}): ["audit.acknowledging", "service.template"],
    FOLDERS: [
        *("audit.auditing", "audit.values", "month.explaining", "month.obligations"),
        *("month.planning", "month.publishing"),
    ],
    DATABASE | {"rich"}: ["service.doctor", "service.verifying"],
    DATABASE | {"fastapi", "rich"}: ["service.rights"],
    MIGRATED: ["month.exporting", "service.storage"],
    MIGRATED | {"rich"}: ["accounts"],
    MIGRATED | {"fastapi", "rich", "uvicorn"}: ["service.serving"],
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
    accounts = read("api.cli.accounts", "user").commands
    commands = ["", *NAMES, *(f"user {name}" for name in accounts)]

    loaded = last_line_of(HELPED, *commands)

    assert list(loaded) == commands
    for words, modules in loaded.items():
        assert [module for module in modules if not is_light(module)] == [], words


def test_every_module_that_does_the_work_of_a_command_is_counted() -> None:
    assert set(FILES.values()) == {module for modules in WAITED.values() for module in modules}


@pytest.mark.long
@pytest.mark.parametrize("libraries", WAITED, ids=lambda libraries: "-".join(sorted(libraries)))
def test_the_work_of_a_command_waits_only_for_the_libraries_it_needs(
    libraries: frozenset[str],
) -> None:
    modules = [f"api.cli.{module}" for module in WAITED[libraries]]

    assert modules_after(LOADED, *modules) & HEAVY == libraries


class UsedAtOnce(ast.NodeVisitor):
    """What a module uses while it loads, of names that are there only when a command runs."""

    def __init__(self, module: ast.Module) -> None:
        blocks = [node for node in module.body if isinstance(node, ast.With)]
        self.later = {
            name.asname or name.name
            for block in blocks
            for line in block.body
            if isinstance(line, ast.ImportFrom)
            for name in line.names
        }
        self.used: list[str] = []
        self.visit(module)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        declared = node.args.args + node.args.kwonlyargs if node.decorator_list else []
        at_once = [argument.annotation for argument in declared]
        at_once += [*node.decorator_list, *node.args.defaults, *node.args.kw_defaults]
        for expression in filter(None, at_once):
            self.visit(expression)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in self.later:
            self.used.append(node.id)


@pytest.mark.parametrize("file", sorted(set(FILES.values())))
def test_what_is_imported_when_a_command_runs_is_used_in_functions_alone(file: str) -> None:
    path = Path(api.__file__).parent / "cli" / f"{file.replace('.', '/')}.py"

    module = UsedAtOnce(ast.parse(path.read_text("utf-8")))

    assert module.later
    assert module.used == []


@pytest.mark.long
def test_an_audit_loads_neither_the_solver_nor_what_writes_documents(tmp_path: Path) -> None:
    plan = tmp_path / "planning.csv"
    plan.write_text("creneau;personne\n", encoding="utf-8")

    modules = modules_after(COUNTED, "audit", PETIT, *MONTH, "--planning", plan)

    assert modules & HEAVY == {"holidays", "pydantic", "rich"}
