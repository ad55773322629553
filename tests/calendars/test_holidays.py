from datetime import date

import pytest

from calendars.holidays import holidays_of, name_of
from scheduler.errors import InvalidProblemError
from tests.constraints.law.cases import french_holidays


@pytest.mark.parametrize("year", range(2020, 2036))
def test_each_year_has_the_eleven_days_of_the_law(year: int) -> None:
    days = holidays_of([year])

    assert days == french_holidays(year)
    assert len(days) == 11


def test_days_have_french_names_and_other_days_have_none() -> None:
    assert name_of(date(2026, 5, 14)) == "Ascension"
    assert name_of(date(2026, 5, 1)) == "Fête du Travail"
    assert name_of(date(2027, 1, 1)) == "Jour de l’an"
    assert name_of(date(2026, 5, 15)) == ""


def test_some_departements_add_days_of_their_own() -> None:
    added = holidays_of([2026], departement="67") - holidays_of([2026])

    assert added == {date(2026, 4, 3), date(2026, 12, 26)}
    assert name_of(date(2026, 12, 26), departement="67") == "Saint-Étienne"
    assert holidays_of([2026], departement="974") - holidays_of([2026]) == {date(2026, 12, 20)}
    assert holidays_of([2026], departement="35") == holidays_of([2026])


@pytest.mark.parametrize("code", ["20", "96", "00", "35000", "Rennes"])
def test_an_unknown_departement_is_refused(code: str) -> None:
    with pytest.raises(InvalidProblemError, match=f"département « {code} » inconnu"):
        holidays_of([2026], departement=code)
