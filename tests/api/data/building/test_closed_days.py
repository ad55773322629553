from __future__ import annotations

import pickle
from datetime import date, timedelta

import pytest
from pydantic_core import PydanticCustomError

from api.data.building.employer import closed_days
from calendars.holidays import holidays_of


def closed(text: str, *years: int) -> set[date]:
    """The days of these years on which it is closed: every day of them is asked."""
    holidays = closed_days(text)
    first = date(years[0], 1, 1)
    days = (first + timedelta(days=n) for n in range((date(years[-1] + 1, 1, 1) - first).days))
    return {day for day in days if day in holidays}


def test_a_name_stands_for_the_day_of_any_year() -> None:
    assert closed("Noël, Ascension", 2026, 2027) == {
        date(2026, 12, 25),
        date(2027, 12, 25),
        date(2026, 5, 14),
        date(2027, 5, 6),
    }
    assert date(2061, 12, 25) in closed_days("Noël")


def test_a_date_stands_for_itself() -> None:
    assert closed("08/05/2026", 2025, 2027) == {date(2026, 5, 8)}


@pytest.mark.parametrize("text", ["jour de l’an", "Jour de l'An", "JOUR DE L AN"])
def test_apostrophes_and_capitals_do_not_matter(text: str) -> None:
    assert closed(text, 2026) == {date(2026, 1, 1)}


def test_accents_do_not_matter() -> None:
    assert closed("Noel", 2026) == {date(2026, 12, 25)}


def test_all_are_those_of_every_year_with_local_ones_and_none_is_none() -> None:
    everywhere = holidays_of((2026, 2027))

    assert closed("tous", 2026, 2027) >= everywhere
    assert closed("tous", 2026) >= holidays_of((2026,), departement="67")
    assert closed("aucun", 2026, 2027) == set()


def test_a_day_of_alsace_may_be_named() -> None:
    assert closed("Vendredi saint, 26/12/2026", 2026) == {date(2026, 4, 3), date(2026, 12, 26)}


def test_it_goes_to_another_process_as_it_is() -> None:
    holidays = closed_days("Noël, 08/05/2026")

    assert pickle.loads(pickle.dumps(holidays)) == holidays  # noqa: S301 - of ours


@pytest.mark.parametrize("text", ["Nowel", "25 décembre", "Noël,,Toussaint"])
def test_what_is_no_holiday_is_refused_with_the_names(text: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        closed_days(text)
    assert "tous, aucun, des dates, ou des noms parmi : Jour de l'an" in str(refused.value)
    assert "Noël" in str(refused.value)


def test_a_date_that_is_no_holiday_is_refused() -> None:
    with pytest.raises(PydanticCustomError, match="des jours fériés : le 07/05/2026 n’en est pas"):
        closed_days("07/05/2026")
