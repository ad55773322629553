"""What a month is for is done in month/: no door holds SQL, rules or the engine of its own."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]

STATEMENTS = {"select", "insert", "update", "delete", "text", "case", "func", "exists", "union"}
SOLVING = re.compile(
    r"scheduler\.(engine\.(solve|replan|parts\.splitting|workers)|explain|audit)\b|constraints\b"
)

#: What a door may name all the same, and why.
ALLOWED = {
    "api.beginning.pages": {"constraints.registry.agreements"},  # names that a form offers
    "api.cli.month.solving": {"scheduler.engine.running.AT_LEAST"},  # seconds, told in words
    "api.cli.options": {"constraints.registry.agreements"},  # names that an option takes
    "api.controls.routes": {"constraints.registry.agreements"},  # names that a query takes
    "api.page.control.pages": {"constraints.registry.agreements"},  # names that a form offers
    "api.page.own.counters_pages": {"constraints.counters.sheet.OwedRestLine"},  # a value, worded
    "api.jobs.worker.explanation": {  # the process in which an explanation may run out of memory
        f"scheduler.engine.workers.nursery.{name}"
        for name in ("KILLED", "NURSERY_DIED", "limit_memory")
    },
    "api.jobs.worker.worker": {  # the solver's processes
        "scheduler.engine.workers.nursery.begin_nursery"
    },
}
#: Modules of a door that read rows of their own, which no use case of a month is about: accounts.
OWN_ROWS = {"api.cli.accounts"}
#: Of the workers' modules, those that do what a calculation is; the others keep the queue's rows.
CALCULATING = {"running", "inputs", "explaining", "concluding", "watching"}


def leaf(module: str) -> str:
    return module.rpartition(".")[2]


def is_cli(module: str) -> bool:
    return module == "api.cli" or module.startswith("api.cli.")


def is_http(module: str) -> bool:
    return module.startswith("api.") and (
        leaf(module) in {"pages", "routes"} or leaf(module).endswith(("_pages", "_routes"))
    )


def is_job(module: str) -> bool:
    return module.startswith("api.jobs.worker.")


def is_door(module: str) -> bool:
    return is_cli(module) or is_http(module) or is_job(module)


@cache
def imports(root: Path) -> Mapping[str, set[str]]:
    """Return the names that each door imports, wherever in its file."""
    result = {}
    for path in sorted((root / "api").rglob("*.py")):
        module = ".".join(path.relative_to(root).with_suffix("").parts)
        if is_door(module):
            result[module] = set(_imported(ast.parse(path.read_text("utf-8"))))
    return result


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def by_itself(root: Path) -> dict[str, set[str]]:
    """Statements of SQL, rules and the engine's own functions that doors name, by module."""
    result: dict[str, set[str]] = {}
    for module, names in imports(root).items():
        wrong = {name for name in names if SOLVING.match(name)} - ALLOWED.get(module, set())
        if module not in OWN_ROWS and not (is_job(module) and leaf(module) not in CALCULATING):
            wrong |= {
                name for name in names if name.startswith("sqlalchemy") and leaf(name) in STATEMENTS
            }
        if wrong:
            result[module] = wrong
    return result


def test_no_door_holds_sql_rules_or_the_engine_of_a_month() -> None:
    assert by_itself(ROOT) == {}


def test_each_exception_is_still_one() -> None:
    named_by = imports(ROOT)

    assert {m: names - named_by[m] for m, names in ALLOWED.items() if names - named_by[m]} == {}
    assert [
        module
        for module in sorted(OWN_ROWS)
        if not {leaf(n) for n in named_by[module] if n.startswith("sqlalchemy")} & STATEMENTS
    ] == []


PLANTED = {
    "api/month/publication/published_routes.py": "from sqlalchemy import select",
    "api/cli/month/planning.py": "from scheduler.engine.solve import solve",
    "api/jobs/worker/calculation.py": "from scheduler.audit import audit",
    "api/cli/month/exporting.py": "from constraints.registry import base",
}


def test_a_planted_statement_rule_or_solve_is_seen_in_its_door(tmp_path: Path) -> None:
    for path, line in PLANTED.items():
        door = tmp_path / path
        door.parent.mkdir(parents=True, exist_ok=True)
        door.write_text(f"{(ROOT / path).read_text('utf-8')}\n{line}\n", "utf-8")

    assert by_itself(tmp_path) == {
        ".".join(Path(path).with_suffix("").parts): {named(line)} for path, line in PLANTED.items()
    }


def named(line: str) -> str:
    (node,) = ast.parse(line).body
    assert isinstance(node, ast.ImportFrom)
    return f"{node.module}.{node.names[0].name}"
