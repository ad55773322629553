"""What people read has typographic apostrophes: « l’audit », never « l'audit »."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READ = ("api", "calendars", "constraints", "fixtures", "scheduler")
ELISION = re.compile(
    r"(?<![\w’'])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|aujourd|quelqu|presqu)'(?=[\w«])",
    re.IGNORECASE,
)
"""A word that French cuts before a vowel, with a straight apostrophe."""


def straight(source: str) -> list[str]:
    """Return the texts of a program with such a word; docstrings are for who reads the code."""
    tree = ast.parse(source)
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in statements
        and ELISION.search(node.value)
    ]


@pytest.mark.parametrize("folder", READ)
def test_sentences_that_people_read_have_typographic_apostrophes(folder: str) -> None:
    there = {str(path): straight(path.read_text("utf-8")) for path in (ROOT / folder).rglob("*.py")}

    assert {path: texts for path, texts in there.items() if texts} == {}


def test_a_straight_apostrophe_is_seen_in_a_sentence_and_not_in_a_docstring() -> None:
    source = '"""L\'audit."""\nA = "l\'audit"\nB = f"{A} n\'est pas"\nC = "l’audit, it isn\'t"\n'

    assert straight(source) == ["l'audit", " n'est pas"]


@pytest.mark.parametrize("end", ["csv", "json"])
def test_the_associations_that_are_delivered_have_typographic_apostrophes(end: str) -> None:
    files = {path: path.read_text("utf-8") for path in (ROOT / "fixtures").rglob(f"*.{end}")}

    assert files
    assert [str(path) for path, text in files.items() if ELISION.search(text)] == []
