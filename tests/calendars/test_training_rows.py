from __future__ import annotations

from datetime import date, time

import pytest

from calendars.training import AFTERNOON, MORNING, Cohort, Hours
from calendars.training_rows import COLUMNS, BadCohortRowError, cohort_of_row
from scheduler.errors import InvalidProblemError


def test_a_row_describes_a_cohort_of_listed_weeks() -> None:
    row = {"cohorte": "amis-1", "titre": "AMIS 1", "site": "cfa", "semaines": "2026-S41; 2026-S45"}

    assert cohort_of_row(row) == Cohort(
        id="amis-1",
        title="AMIS 1",
        site="cfa",
        weeks=(date(2026, 10, 5), date(2026, 11, 2)),
        morning=MORNING,
        afternoon=AFTERNOON,
    )


def test_a_row_describes_a_rhythm_with_its_weekdays_and_hours() -> None:
    row = {
        "cohorte": "c",
        "du": "2026-10-05",
        "au": "2026-12-18",
        "toutes_les": "3",
        "jours_semaine": "lundi Mardi",
        "jours": "2026-10-16",
        "sauf": "2026-10-06",
        "matin": "8h30-12h00",
        "apres_midi": "-",
    }

    assert cohort_of_row(row) == Cohort(
        id="c",
        title="",
        first=date(2026, 10, 5),
        until=date(2026, 12, 18),
        every=3,
        weekdays=frozenset({0, 1}),
        days=(date(2026, 10, 16),),
        without=frozenset({date(2026, 10, 6)}),
        morning=Hours(start=time(8, 30), end=time(12)),
        afternoon=None,
    )


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ("cohorte", ""),
        ("semaines", "2026-S60"),
        ("du", "05/10/2026"),
        ("au", "2026-02-30"),
        ("toutes_les", "0"),
        ("toutes_les", "quatre"),
        ("jours_semaine", "dredi"),
        ("jours", "demain"),
        ("sauf", "hier"),
        ("matin", "9-12"),
        ("matin", "12:00-09:00"),
        ("apres_midi", "25:00-26:00"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(column: str, found: str) -> None:
    row = {"cohorte": "c", "jours": "2026-10-05"} | {column: found}

    with pytest.raises(BadCohortRowError) as caught:
        cohort_of_row(row)
    assert (caught.value.column, caught.value.found) == (column, found)
    assert str(caught.value).startswith(f"colonne {column} : « {found} » (attendu : ")


def test_a_row_without_dates_is_refused() -> None:
    assert "semaines" in COLUMNS
    with pytest.raises(InvalidProblemError, match="cohorte « c » : aucune date"):
        cohort_of_row({"cohorte": "c"})
