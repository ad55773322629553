"""Each use case of a month is one function: which doors reach it, and what none does itself."""

import ast
import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from tests.api.month.doors import Node, Tree

ROOT = Path(__file__).parents[3]

CLI, HTTP, JOBS = "rota", "http", "calculs"
NO_DRAFT = "un dossier ne garde pas de brouillon : on change le fichier, puis « rota publish »"
LATER = "l’interface demande cela par un calcul, que les travailleurs font"
DRAWN = "les documents de « rota export » dessinent la grille, sans brouillon derrière"
READ = "« Registre » refait une publication ; la commande vérifie le registre entier"
AGAIN = "« rota generate --depuis » change le moins ; les manières se comparent à l’écran"
ALONE = "un calcul rend un planning ; ce qu’on en fait est demandé ailleurs"

#: Each use case, and why a door doesn't offer it. A door that isn't named reaches it.
USE_CASES: dict[str, dict[str, str]] = {
    "planning.plan": {HTTP: LATER},
    "replay.service.replay": {CLI: READ},
    "replay.solving.solve_again": {CLI: READ, HTTP: LATER},
    "planning.undecided": {HTTP: LATER},
    "planning.why_impossible": {HTTP: LATER},
    "parts.plan_parts": {CLI: "un travailleur aide celui qui calcule", HTTP: LATER},
    "horizon.month_by_month": {HTTP: LATER, JOBS: "chaque mois y a son brouillon, jugé à part"},
    "findings.judge": {JOBS: ALONE},
    "findings.findings_of": {},
    "publication.publishing.preview": {JOBS: ALONE},
    "publication.publishing.publish": {JOBS: ALONE},
    "publication.publishing.broken_by": {
        HTTP: "l’aperçu et la comparaison le disent",
        JOBS: ALONE,
    },
    "publication.publishing.changes_of": {JOBS: ALONE},
    "publication.amending.amend": {CLI: "les échanges se demandent au service", JOBS: ALONE},
    "publication.acknowledging.acknowledge": {JOBS: ALONE},
    "publication.acknowledging.acknowledge_group": {JOBS: ALONE},
    "documents.documents_of": {JOBS: ALONE},
    "locks.locks_of": {
        CLI: "un dossier les a dans un fichier ; « rota explain » dit ce qui se contredit",
        JOBS: ALONE,
    },
    "candidates.service.candidates_for": {JOBS: ALONE},
    "candidates.service.possible_slots": {
        CLI: "« rota explain » part d’un poste ouvert",
        JOBS: ALONE,
    },
    "candidates.service.possible_exchanges": {
        CLI: "un fichier se change à la main",
        JOBS: ALONE,
    },
    "holes.service.holes_of": {},
    "holes.service.hole_of": {JOBS: ALONE},
    "holes.service.open_slots": {CLI: NO_DRAFT, JOBS: ALONE},
    "holes.filling.fillers": {CLI: NO_DRAFT, JOBS: ALONE},
    "holes.filling.just_filled": {CLI: NO_DRAFT, JOBS: ALONE},
    "versions.copying.copied": {CLI: NO_DRAFT, JOBS: ALONE},
    "versions.copying.shifted": {CLI: NO_DRAFT, JOBS: ALONE},
    "versions.keeping.open_beside": {CLI: NO_DRAFT, JOBS: ALONE},
    "alternatives.service.alternative": {HTTP: LATER},
    "wishes.answers_to_wishes": {JOBS: ALONE},
    "wishes.wishes_answered": {JOBS: ALONE},
    "repairs.service.repairs": {CLI: AGAIN, HTTP: LATER},
    "versions.keeping.open_variant": {
        CLI: "« rota explain --variante » l’écrit dans un fichier",
        JOBS: ALONE,
    },
    "reading.drawing.drawn_grid": {CLI: DRAWN, JOBS: ALONE},
    "reading.drawing.day_chips": {CLI: DRAWN, JOBS: ALONE},
    "drafts.replacing.shifts_while_away": {CLI: NO_DRAFT, JOBS: ALONE},
    "versions.editing.edit": {CLI: NO_DRAFT, JOBS: ALONE},
    "versions.editing.undo": {CLI: NO_DRAFT, JOBS: ALONE},
    "versions.editing.try_out": {CLI: "« rota publish --apercu » le dit", JOBS: ALONE},
    "versions.editing.take_over": {CLI: NO_DRAFT, JOBS: ALONE},
    "versions.editing.start_again": {CLI: NO_DRAFT, JOBS: ALONE},
    "versions.compare.compare": {CLI: "« rota publish --apercu » le dit", JOBS: ALONE},
    "versions.compare.change_count": {CLI: "« rota publish --apercu » les énumère", JOBS: ALONE},
    "versions.compare.variants_of": {CLI: NO_DRAFT, JOBS: ALONE},
    "versions.compare.compared_to": {CLI: NO_DRAFT, JOBS: ALONE},
    "team_time.team_time_conflicts": {JOBS: "la page du calcul l’a dit avant"},
    "standing.weight_of": {CLI: "une commande a tout lu avant de chercher", HTTP: LATER},
    "versions.keeping.keep": {CLI: NO_DRAFT, HTTP: LATER},
    "versions.keeping.keep_later": {CLI: NO_DRAFT, HTTP: LATER},
    "drafts.service.begin_in": {CLI: NO_DRAFT, JOBS: ALONE},
    "drafts.service.create": {JOBS: ALONE},
    "drafts.service.discard": {CLI: NO_DRAFT, JOBS: ALONE},
    "drafts.service.record": {CLI: NO_DRAFT, JOBS: ALONE},
    "drafts.service.link": {CLI: NO_DRAFT, JOBS: ALONE},
    "drafts.service.bringing": {CLI: NO_DRAFT, JOBS: ALONE},
}

#: Of what a use case is: a place where months are kept, a month, a version judged or ready.
FIRST = {"place", "frame", "judged", "ready", "problem", "session"}
#: Modules of month/ that carry no use case: edges of HTTP, rows, words.
EDGES = {
    "pages",
    "routes",
    "shapes",
    "answers",
    "rights",
    "errors",
    "access",
    "labels",
    "publications",
}

STATEMENTS = {"select", "insert", "update", "delete", "text", "case", "func", "exists", "union"}
SOLVING = re.compile(
    r"scheduler\.(engine\.(solve|replan|parts|workers)|explain|audit)\b|constraints\b"
)

#: What a door may name all the same, and why.
ALLOWED = {
    "api.beginning.pages": {"constraints.registry.agreements"},  # names that a form offers
    "api.cli.month.solving": {"scheduler.engine.running.AT_LEAST"},  # seconds, told in words
    "api.cli.options": {"constraints.registry.agreements"},  # names that an option takes
    "api.controls.routes": {"constraints.registry.agreements"},  # names that a query takes
    "api.page.control.pages": {"constraints.registry.agreements"},  # names that a form offers
    "api.page.own_counters_pages": {"constraints.counters.sheet.OwedRestLine"},  # a value, worded
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


DOORS = {CLI: is_cli, HTTP: is_http, JOBS: is_job}


def is_door(module: str) -> bool:
    return any(door(module) for door in DOORS.values())


def holds_use_cases(module: str) -> bool:
    inside = module.startswith("api.month.") and not module.startswith("api.month.places.")
    return inside and leaf(module) not in EDGES and not leaf(module).endswith("_routes")


@cache
def the_tree() -> Tree:
    return Tree(ROOT)


def use_cases(tree: Tree) -> set[Node]:
    """Public functions of month/ about a place, a month or a version, that others name."""
    outside = {
        named
        for (module, _), names in tree.names.items()
        if not holds_use_cases(module)
        for named in names
    }
    return {
        node
        for node, function in tree.functions(holds_use_cases)
        if function.args.args and function.args.args[0].arg in FIRST and node in outside
    }


def reached_by(tree: Tree, door: str) -> set[Node]:
    others = [other for name, other in DOORS.items() if name != door]
    return tree.reached(DOORS[door], lambda module: any(other(module) for other in others))


def by_itself(tree: Tree) -> dict[str, set[str]]:
    """Statements of SQL, rules and the engine's own functions that doors name, by module."""
    result: dict[str, set[str]] = {}
    for module, names in tree.imports(is_door).items():
        wrong = {name for name in names if SOLVING.match(name)} - ALLOWED.get(module, set())
        if module not in OWN_ROWS and not (is_job(module) and leaf(module) not in CALCULATING):
            wrong |= {
                name for name in names if name.startswith("sqlalchemy") and leaf(name) in STATEMENTS
            }
        if wrong:
            result[module] = wrong
    return result


@pytest.mark.long
def test_the_table_names_each_use_case_that_is_found_by_walking() -> None:
    names = {
        f"{module.removeprefix('api.month.')}.{name}" for module, name in use_cases(the_tree())
    }

    assert names == set(USE_CASES)


@pytest.mark.long
@pytest.mark.parametrize("door", DOORS)
def test_a_door_reaches_each_use_case_but_those_that_it_does_not_offer(door: str) -> None:
    reached = reached_by(the_tree(), door)
    offered = {
        name
        for name in USE_CASES
        if ("api.month." + name.rpartition(".")[0], name.rpartition(".")[2]) in reached
    }

    assert offered == {name for name, reasons in USE_CASES.items() if door not in reasons}


def test_no_door_holds_sql_rules_or_the_engine_of_a_month() -> None:
    assert by_itself(the_tree()) == {}


def test_each_exception_is_still_one() -> None:
    imports = the_tree().imports(is_door)

    assert {m: names - imports[m] for m, names in ALLOWED.items() if names - imports[m]} == {}
    assert [
        module
        for module in sorted(OWN_ROWS)
        if not {leaf(n) for n in imports[module] if n.startswith("sqlalchemy")} & STATEMENTS
    ] == []


PLANTED = {
    "api/month/published_routes.py": "from sqlalchemy import select",
    "api/cli/month/planning.py": "from scheduler.engine.solve import solve",
    "api/jobs/worker/calculation.py": "from scheduler.audit import audit",
    "api/cli/month/exporting.py": "from constraints.registry import base",
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A copy of api/ with a use case of one door alone, and doors that do things themselves."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "api", folder / "api", ignore=shutil.ignore_patterns("__pycache__", "*.typ")
    )
    for path, line in PLANTED.items():
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    with (folder / "api/month/findings.py").open("a", encoding="utf-8") as file:
        file.write("\ndef shred(place: object) -> None:\n    '''Planted.'''\n")
    with (folder / "api/month/versions/routes.py").open("a", encoding="utf-8") as file:
        file.write("\nfrom api.month.findings import shred\nSHRED = shred\n")
    return Tree(folder)


def test_a_planted_statement_rule_or_solve_is_seen_in_its_door(planted: Tree) -> None:
    assert by_itself(planted) == {
        ".".join(Path(path).with_suffix("").parts): {named(line)} for path, line in PLANTED.items()
    }


def test_a_planted_use_case_is_missed_in_the_table_and_by_the_doors_without_it(
    planted: Tree,
) -> None:
    shred = ("api.month.findings", "shred")

    assert use_cases(planted) - use_cases(the_tree()) == {shred}
    assert [door for door in DOORS if shred in reached_by(planted, door)] == [HTTP]


def named(line: str) -> str:
    (node,) = ast.parse(line).body
    assert isinstance(node, ast.ImportFrom)
    return f"{node.module}.{node.names[0].name}"
