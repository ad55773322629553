"""Build training cohorts from rows: listed days, a rhythm, or the centre's calendar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from api.data.building.values import from_row
from api.data.rows import readers as f
from api.data.rows import training as t
from api.data.rows.lines import Placed, Tables
from calendars.training.cohorts import Cohort, Hours
from calendars.training.ical import from_ical
from scheduler.domain.time import SUNDAY
from scheduler.errors import InvalidProblemError

LONGEST = 31
HALF = re.compile(r"(\S+?)\s*[-–]\s*(\S+)")


def cohorts(tables: Tables) -> tuple[Cohort, ...]:
    """Build cohorts; one without any date is noted."""
    days, away = _days(tables)
    built = []
    for placed in tables.of(t.CohortRow):
        cohort = _cohort(tables, placed, days, away)
        if cohort is not None:
            built.append(cohort)
    return tuple(built)


def members(tables: Tables) -> tuple[tuple[str, str], ...]:
    """Return the pairs of cohort and person."""
    return tuple((m.row.cohort, m.row.mediator) for m in tables.of(t.MemberRow))


def _days(tables: Tables) -> tuple[dict[str, set[date]], dict[str, set[date]]]:
    days: dict[str, set[date]] = {}
    away: dict[str, set[date]] = {}
    for placed in tables.of(t.CohortDaysRow):
        row = placed.row
        kept = (away if row.away else days).setdefault(row.cohort, set())
        length = (row.last - row.first).days + 1
        if length < 1:
            tables.refuse(placed, "fin", f"une fin le {row.first:%d/%m/%Y} ou après")
            continue
        if length > LONGEST:
            tables.refuse(placed, "fin", f"{LONGEST} jours au plus par ligne")
            continue
        span = {row.first + timedelta(days=n) for n in range(length)}
        if not row.away and any(day.weekday() == SUNDAY for day in span):
            tables.refuse(placed, "fin", "des jours de cours sans dimanche : une ligne par semaine")
            continue
        if twice := sorted(span & kept):
            tables.refuse(
                placed,
                "debut",
                f"des jours qu’aucune autre ligne ne donne à la promotion (le {twice[0]:%d/%m/%Y} "
                "y est déjà)",
            )
        kept.update(span)
    return days, away


def _cohort(
    tables: Tables,
    placed: Placed[t.CohortRow],
    days: dict[str, set[date]],
    away: dict[str, set[date]],
) -> Cohort | None:
    row = placed.row
    listed = days.get(row.id, set())
    if not listed and row.first is None and not row.ical:
        if "dates_cohortes" in tables.broken:
            return None  # they may be on the lines that can't be read
        tables.refuse(
            placed, "id", "des dates : dans dates_cohortes.csv, ou les colonnes du et au, ou ical"
        )
        return None
    before = len(tables.faults.errors)
    morning = _hours(tables, placed, "matin")
    afternoon = _hours(tables, placed, "apres_midi")
    if len(tables.faults.errors) > before:
        return None
    try:
        cohort = (
            from_row(
                Cohort,
                row,
                days=tuple(sorted(listed)),
                without=frozenset(away.get(row.id, ())),
                morning=morning,
                afternoon=afternoon,
            )
            if listed or row.first
            else None
        )
        if row.ical:
            cohort = _with_ical(tables, placed, cohort, morning, afternoon)
    except InvalidProblemError as error:
        column = "ical" if row.ical else "au" if row.first else "id"
        tables.refuse(placed, column, f"une cohorte cohérente ({error})")
        return None
    return cohort


def _with_ical(
    tables: Tables,
    placed: Placed[t.CohortRow],
    cohort: Cohort | None,
    morning: Hours | None,
    afternoon: Hours | None,
) -> Cohort | None:
    """Return the cohort with the dates of the calendar file that its row names."""
    row = placed.row
    content = tables.place.attached(row.ical)
    if content is None:
        tables.refuse(placed, "ical", "le nom d’un fichier .ics du dossier")
        return None
    read = from_ical(
        content,
        id=row.id,
        title=row.title,
        site=row.site,
        morning=morning,
        afternoon=afternoon,
    )
    if cohort is None:
        return replace(read, title_minutes=row.title_minutes, socle_days=row.socle_days)
    return replace(cohort, days=tuple(sorted({*cohort.days, *read.days})), timed=read.timed)


def _hours(tables: Tables, placed: Placed[t.CohortRow], column: str) -> Hours | None:
    """Read a half day written 09:00-12:30; empty: free."""
    text = placed.text(column)
    if not text:
        return None
    match = HALF.fullmatch(text)
    try:
        if match is not None:
            return Hours(start=f.clock(match[1]), end=f.clock(match[2]))
    except ValueError:  # a clock that can't be read, or an end before the start
        match = None
    tables.refuse(placed, column, "une demi-journée comme 09:00-12:30, ou rien")
    return None
