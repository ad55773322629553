"""
Each number in a constant of the search has a line in docs/numbers.md, with its value.

`python -m tests.test_numbers` prints the constants that have none.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "numbers.md"
FOLDERS = ("scheduler", "constraints/wishes")

NUMBERS = (ast.Constant, ast.operator, ast.unaryop, ast.expr_context, ast.keyword, ast.Name)
SHAPES = (ast.BinOp, ast.UnaryOp, ast.Tuple, ast.Dict, ast.Starred, ast.Attribute, ast.Call)
CALLS = frozenset({"Effort", "Fraction", "frozenset", "range", "time", "timedelta"})
SHORT = 60
"""Characters of a value that the table repeats; of a longer one it says that it is in the file."""

Constant = tuple[str, str, str]
"""Name, file and value."""


def numeric(value: ast.expr) -> bool:
    """Whether a value is made of numbers: one at least, and nothing that is no number."""
    nodes = list(ast.walk(value))
    calls = (ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call))
    return (
        all(isinstance(node, NUMBERS + SHAPES) for node in nodes)
        and all(call in CALLS for call in calls)
        and any(isinstance(n, ast.Constant) and type(n.value) in {int, float} for n in nodes)
    )


def constants(source: str, file: str) -> Iterator[Constant]:
    """Yield the constants of a module whose values are numbers."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, value = node.target, node.value
        else:
            continue
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=True))
        for name, part in pairs:
            if numeric(part):
                text = ast.unparse(part)
                yield ast.unparse(name), file, text if len(text) <= SHORT else "in the file"


def of_the_search() -> set[Constant]:
    """Return the constants of the folders that the table is about."""
    return {
        constant
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for constant in constants(path.read_text("utf-8"), str(path.relative_to(ROOT)))
    }


def listed() -> set[Constant]:
    """Return the constants that have a line."""
    row = re.compile(r"^\| `(\w+)` \| `([^`]+)` \| `([^`]+)` \|", re.MULTILINE)
    rows = row.findall(TABLE.read_text("utf-8"))
    return {(name, file, value) for name, file, value in rows}


def test_every_number_of_the_search_has_a_line_with_its_value() -> None:
    assert of_the_search() - listed() == set()


def test_every_line_is_of_a_number_that_there_is() -> None:
    assert listed() - of_the_search() == set()


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("A = 2", [("A", "f", "2")]),
        ("A: float = 3e-4", [("A", "f", "0.0003")]),
        ("A, B = 1, 2.5", [("A", "f", "1"), ("B", "f", "2.5")]),
        ("A = Fraction(1, 10)", [("A", "f", "Fraction(1, 10)")]),
        ("A = {K.X: 4.0}", [("A", "f", "{K.X: 4.0}")]),
        ("A = True", []),
        ("A = 'a'", []),
        ("A = Goal(tier=4)", []),
        ("def f():\n    a = 2", []),
    ],
)
def test_a_number_in_a_constant_is_seen(source: str, seen: list[Constant]) -> None:
    assert list(constants(source, "f")) == seen


if __name__ == "__main__":
    for name, file, value in sorted(of_the_search() - listed(), key=lambda each: each[1]):
        sys.stdout.write(f"| `{name}` | `{file}` | `{value}` | | |\n")
