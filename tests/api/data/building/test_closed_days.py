from __future__ import annotations

from datetime import date

import pytest
from pydantic_core import PydanticCustomError

from api.data.building.employer import closed_days

YEARS = (2026, 2027)


def test_a_name_stands_for_the_day_of_each_year() -> None:
    assert closed_days("Noël, Ascension", YEARS) == {
        date(2026, 12, 25),
        date(2027, 12, 25),
        date(2026, 5, 14),
        date(2027, 5, 6),
    }


def test_a_date_stands_for_itself() -> None:
    assert closed_days("08/05/2026", YEARS) == {date(2026, 5, 8)}


@pytest.mark.parametrize("text", ["jour de l’an", "Jour de l'An", "JOUR DE L AN"])
def test_apostrophes_and_capitals_do_not_matter(text: str) -> None:
    assert closed_days(text, (2026,)) == {date(2026, 1, 1)}


def test_accents_do_not_matter() -> None:
    assert closed_days("Noel", (2026,)) == {date(2026, 12, 25)}


def test_all_are_eleven_a_year_and_none_is_none() -> None:
    assert len(closed_days("tous", YEARS)) == 22
    assert closed_days("aucun", YEARS) == frozenset()


@pytest.mark.parametrize("text", ["Nowel", "25 décembre", "Noël,,Toussaint"])
def test_what_is_no_holiday_is_refused_with_the_names(text: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        closed_days(text, YEARS)
    assert "tous, aucun, des dates, ou des noms parmi : Jour de l'an" in str(refused.value)
    assert "Noël" in str(refused.value)
