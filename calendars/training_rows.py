"""Cohorts from rows of a table: one cohort a row, its columns in French."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING

from calendars.training import AFTERNOON, MORNING, WORKWEEK, Cohort, Hours, mondays
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Columns of a row; lists are separated by spaces or semicolons. Only `cohorte` must be filled,
#: and some date.
COLUMNS = (
    "cohorte",
    "titre",
    "site",
    "semaines",
    "du",
    "au",
    "toutes_les",
    "jours_semaine",
    "jours",
    "sauf",
    "matin",
    "apres_midi",
)

WEEKDAYS = {
    name: n
    for n, name in enumerate(
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    )
}

CLOCKS = re.compile(r"(\d{1,2})[:h](\d{2})\s*[-–]\s*(\d{1,2})[:h](\d{2})")


class BadCohortRowError(InvalidProblemError):
    """A row that describes no cohort: which column, what was found, what was expected."""

    def __init__(self, column: str, found: str, expected: str) -> None:
        self.column, self.found, self.expected = column, found, expected
        super().__init__(f"colonne {column} : « {found} » (attendu : {expected})")


def cohort_of_row(row: Mapping[str, str]) -> Cohort:
    """
    Read one cohort; missing columns are empty ones.

    Weeks are written 2026-S36, days 2026-10-05, weekdays by their French names, hours
    09:00-12:30 (`-`: none; empty: the usual ones).

    Raises
    ------
    BadCohortRowError
        A cell can't be read.
    InvalidProblemError
        The cohort has no date, or contradicts itself.
    """
    cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
    if not cells["cohorte"]:
        raise BadCohortRowError("cohorte", "", "un identifiant")
    every = cells["toutes_les"] or "4"
    if not re.fullmatch(r"[1-9]\d?", every):
        raise BadCohortRowError("toutes_les", every, "un nombre de semaines, comme 4")
    return Cohort(
        id=cells["cohorte"],
        title=cells["titre"],
        site=cells["site"],
        weeks=_weeks(cells["semaines"]),
        first=_day("du", cells["du"]) if cells["du"] else None,
        until=_day("au", cells["au"]) if cells["au"] else None,
        every=int(every),
        weekdays=frozenset(_weekday(x) for x in _list(cells["jours_semaine"])) or WORKWEEK,
        days=tuple(_day("jours", x) for x in _list(cells["jours"])),
        without=frozenset(_day("sauf", x) for x in _list(cells["sauf"])),
        morning=_hours("matin", cells["matin"], MORNING),
        afternoon=_hours("apres_midi", cells["apres_midi"], AFTERNOON),
    )


def _list(text: str) -> list[str]:
    return [part for part in re.split(r"[;,\s]+", text) if part]


def _weeks(text: str) -> tuple[date, ...]:
    try:
        return tuple(mondays(_list(text)))
    except InvalidProblemError:
        raise BadCohortRowError("semaines", text, "des semaines comme 2026-S36") from None


def _day(column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadCohortRowError(column, text, "une date comme 2026-10-05") from None


def _weekday(text: str) -> int:
    if text.lower() not in WEEKDAYS:
        raise BadCohortRowError("jours_semaine", text, "lundi, mardi, …")
    return WEEKDAYS[text.lower()]


def _hours(column: str, text: str, usual: Hours) -> Hours | None:
    if not text:
        return usual
    if text == "-":
        return None
    error = BadCohortRowError(column, text, "des heures comme 09:00-12:30, ou -")
    match = CLOCKS.fullmatch(text)
    if match is None:
        raise error
    first, minute, last, end = (int(n) for n in match.groups())
    try:
        return Hours(start=time(first, minute), end=time(last, end))
    except ValueError:  # our own refusal is one too
        raise error from None
