import re

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from api.data.rows.types import IDENT
from api.data.stored.entries import identifier


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Zoé Été", "zoe-ete"),
        ("  D’Œuvre  Jean-Marc ", "d-oeuvre-jean-marc"),
        ("Médiation des quais", "mediation-des-quais"),
        ("…", "sans-nom"),
        ("a" * 60, "a" * 40),
    ],
)
def test_an_identifier_reads_like_its_name(name: str, expected: str) -> None:
    assert identifier(name, ()) == expected


def test_a_namesake_gets_the_next_number() -> None:
    assert identifier("Ada B", {"ada-b"}) == "ada-b-2"
    assert identifier("Ada B", {"ada-b", "ada-b-2"}) == "ada-b-3"


@for_all(st.text(), st.sets(st.text(max_size=3), max_size=5))
def test_any_name_gives_an_identifier_that_a_row_takes(name: str, taken: set[str]) -> None:
    free = identifier(name, taken)

    assert re.fullmatch(IDENT, free)
    assert free not in taken
