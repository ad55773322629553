"""Nothing outside a rule's own file names it, but agreements, which change its values."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import constraints.house
import constraints.law
import constraints.wishes
from constraints.registry import base, clauses, offered
from scheduler.goal import Goal
from scheduler.rule import Rule

ROOT = Path(__file__).parents[2]
PACKAGES = ("scheduler", "constraints", "calendars", "api", "fixtures")
AGREEMENTS = ROOT / "constraints/agreements"
#: A drawn ward whose agreement changes the values of rules, as the file of one does.
WARD = ROOT / "fixtures/drawing/ward.py"
RULES = (constraints.law, constraints.house, constraints.wishes)
FOLDERS = {
    *(package.__name__ for package in RULES),
    *(
        info.name
        for package in RULES
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if info.ispkg
    ),
}
IDS = frozenset(rule.id for rule in (*base().rules, *clauses())) | {g.id for g in base().goals}

#: Ids that are ordinary words too: of files, columns, fields and counters.
WORDS = {
    "absences": "the file of absences, and the field of a problem",
    "adult_relay": "a column of contracts",
    "locks": "the field of a problem",
    "mandatory": "a column of templates",
    "may_first": "the counter of hours worked on 1 May",
    "referents": "how many référents leave their post in a regroup",
    "socle": "a column of people",
    "vehicles": "the field of a problem",
}
#: The keyword and the call under which documents show an example of what a field or a column holds.
EXAMPLES = "examples"
COLUMN = "column"


def named(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the rules and goals that a file names by id or imports, each with its line."""
    tree = ast.parse(path.read_text("utf-8"))
    shown = {id(inner) for example in shown_in(tree) for inner in ast.walk(example)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in shown:
            if node.value in IDS - set(WORDS):
                yield node.lineno, str(node.value)
        elif isinstance(node, ast.ImportFrom) and node.module in FOLDERS:
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            names = [alias.name for alias in node.names]
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else names
            for module in modules:
                folder, _, name = module.rpartition(".")
                if folder in FOLDERS:
                    yield node.lineno, name


def shown_in(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what is an example for whoever reads: `examples=…`, and a column's third argument."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg=name, value=value) if name == EXAMPLES:
                yield value
            case ast.Call(func=ast.Name(id=name), args=[_, _, example, *_]) if name == COLUMN:
                yield example


def own(path: Path) -> frozenset[str]:
    """Return the ids of the rule, or of the goals, that a file offers."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    if module.rpartition(".")[0] not in FOLDERS:
        return frozenset()
    offers = offered(importlib.import_module(module))
    return frozenset(offer.id for offer in offers if isinstance(offer, Rule | Goal))


def outside() -> Iterator[Path]:
    """Yield the product's files that are no agreement's."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if AGREEMENTS not in path.parents and path != WARD:
                yield path


@pytest.mark.long
def test_no_file_names_a_rule_of_another_file() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in outside()
        for line, name in named(path)
        if name not in own(path)
    ] == []


def test_every_word_let_through_is_an_id() -> None:
    assert set(WORDS) <= IDS


def test_a_planted_name_is_found_however_it_is_written(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(
        "import constraints.law.rests.sunday_rest\n"
        "from constraints.house.teams import socle\n"
        "from constraints.wishes.requests import GOAL\n"
        "DOUBTFUL = {'break_20min', 'absences'}\n"
        "example = Field(examples=['sunday_rest'])\n"
        "about = column('regle', 'Règle', 'overtime_quota')\n"
        "CLAUSE = 'ccn_eclat_break_45min'\n",
        "utf-8",
    )

    assert sorted(named(planted)) == [
        (1, "sunday_rest"),
        (2, "socle"),
        (3, "requests"),
        (4, "break_20min"),
        (7, "ccn_eclat_break_45min"),
    ]
