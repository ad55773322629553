"""
No class repeats three quarters of another's fields: an answer is described once.

`python -m tests.test_no_class_twice` prints what repeats what, as `EXCEPTIONS` holds it.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

API = Path(__file__).parents[1] / "api"
LEAST = 4
"""Fewer fields than these make no description: `start` and `end` are in many things."""

SHARE = 3 / 4

NO_FIELD = ("ClassVar", "Mapped[")
"""Constants, and columns of the database: a table keeps what others keep too, row by row."""

EXCEPTIONS = {
    "data.errors.Where": "judging.report.shapes.RefusalOut",
    "data.rows.demand.SeasonRow": "data.rows.demand.MarketRow",
    "data.rows.employer.SolidarityRow": "data.rows.employer.CarriedRow",
    "data.rows.people.DelegationRow": "data.rows.people.AbsenceRow",
    "data.rows.people.LongLeaveRow": "data.rows.people.ProtectionRow",
    "export.registers.records.Registers": "export.month.bundle.Month",
    "judging.acknowledging.RecordedSource": "judging.rules.ReplacedValue",
    "month.repairs.repair.Uncovered": "jobs.results.UncoveredOut",
    "swaps.routes.SwappedShiftOut": "hours.routes.HoursOut",
}
"""
By class that repeats another: one that it repeats. The list only gets shorter.

Where a class repeats another by chance, two fields of another name or a common base end it.
"""


@dataclass(frozen=True)
class Described:
    """A class with its own fields (name and type), those that it inherits left out."""

    name: str
    fields: frozenset[tuple[str, str]]

    def repeats(self, other: Described) -> bool:
        """Whether three quarters of its fields are the other's."""
        return len(self.fields & other.fields) >= SHARE * len(self.fields)


def type_of(annotation: ast.expr) -> str:
    """Return a field's type as written, without what `Annotated` says of it beside."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = ast.parse(annotation.value, mode="eval").body
    if (
        isinstance(annotation, ast.Subscript)
        and ast.unparse(annotation.value) == "Annotated"
        and isinstance(annotation.slice, ast.Tuple)
    ):
        return type_of(annotation.slice.elts[0])
    return ast.unparse(annotation)


def described_in(source: str, module: str) -> list[Described]:
    """Return the classes of a module that have at least `LEAST` fields of their own."""
    classes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    described = (
        Described(
            f"{module}.{node.name}",
            frozenset(
                (line.target.id, type_of(line.annotation))
                for line in node.body
                if isinstance(line, ast.AnnAssign)
                and isinstance(line.target, ast.Name)
                and not ast.unparse(line.annotation).startswith(NO_FIELD)
            ),
        )
        for node in classes
    )
    return [each for each in described if len(each.fields) >= LEAST]


def repeated_in(classes: list[Described]) -> dict[str, str]:
    """
    Return which class repeats another, by name, and the first that it repeats.

    Of two that repeat each other, the first by name is the original.
    """
    repeated: dict[str, str] = {}
    for a, b in permutations(sorted(classes, key=lambda each: each.name), 2):
        if a.repeats(b) and (a.name > b.name or not b.repeats(a)):
            repeated.setdefault(a.name, b.name)
    return repeated


@cache
def repeated() -> dict[str, str]:
    """Return which class of `api/` repeats another."""
    classes = []
    for path in sorted(API.rglob("*.py")):
        module = ".".join(path.relative_to(API).with_suffix("").parts)
        classes += described_in(path.read_text("utf-8"), module)
    return repeated_in(classes)


def test_no_class_repeats_three_quarters_of_anothers_fields() -> None:
    new = repeated().keys() - EXCEPTIONS.keys()

    assert {name: repeated()[name] for name in sorted(new)} == {}


def test_an_exception_that_is_none_any_more_leaves_the_list() -> None:
    assert sorted(EXCEPTIONS.keys() - repeated().keys()) == []


SERVICE = "class Post:\n    slot: str\n    role: Role\n    count: int\n    name: str\n"


@pytest.mark.parametrize(
    ("fields", "repeats"),
    [
        ("slot: str; role: Role; count: int; name: str", True),
        ("slot: str; role: Role; count: int; near: bool", True),
        ("slot: str; role: Role; near: bool; why: str", False),
        ("slot: str; role: str; count: str; name: str", False),
        ("slot: str; role: Role; count: int", False),
        ("slot: Annotated[str, Field(min_length=1)]; role: 'Role'; count: int; name: str", True),
    ],
)
def test_a_class_that_copies_a_services_values_is_seen(fields: str, *, repeats: bool) -> None:
    lines = "".join(f"    {field}\n" for field in fields.split("; "))
    source = f"{SERVICE}class PostOut:\n{lines}"

    assert repeated_in(described_in(source, "m")) == ({"m.PostOut": "m.Post"} if repeats else {})


if __name__ == "__main__":
    for name, original in sorted(repeated().items()):
        sys.stdout.write(f'    "{name}": "{original}",\n')
