"""Tell people their trainings: what a title asks of them, and the days of the formation socle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from api.data.rows.lines import Placed, Tables
from api.data.rows.people import SocleRow
from api.data.rows.places import AgencyRow
from api.data.rows.training import CohortRow
from calendars.training.cohorts import Cohort
from calendars.training.courses import followed, hours_of_titles, socle_dates
from scheduler.domain.people import Absence, Mediator


def with_courses(
    tables: Tables,
    people: Sequence[Mediator],
    cohorts: Iterable[Cohort],
    members: Iterable[tuple[str, str]],
    absences: Iterable[Absence],
) -> tuple[Mediator, ...]:
    """
    Return people with their trainings for titles and the day on which their socle is complete.

    A recorded day of the socle comes before the one that sessions give; it is noted as a fault
    where it falls among the days of a session that isn't over by then.
    """
    _check_hours(tables)
    cohort_of = {cohort.id: cohort for cohort in cohorts}
    due = hours_of_titles(cohort_of.values())
    enrolled: dict[str, list[Cohort]] = defaultdict(list)
    for cohort, who in members:
        if cohort in cohort_of and (cohort_of[cohort].title in due or cohort_of[cohort].socle_days):
            enrolled[who].append(cohort_of[cohort])
    away: dict[str, list[Absence]] = defaultdict(list)
    for absence in absences:
        if absence.mediator in enrolled:
            away[absence.mediator].append(absence)
    followed_here = bool(tables.of(SocleRow)) or any(c.socle_days for c in cohort_of.values())
    recorded = {placed.row.mediator: placed for placed in tables.of(SocleRow)}
    departements = {placed.row.id: placed.row.departement for placed in tables.of(AgencyRow)}

    def with_courses() -> Iterator[Mediator]:
        for person in people:
            attended = enrolled.get(person.id)
            if attended is None:
                yield replace(person, socle_followed=followed_here)
                continue
            place = departements.get(person.agency, "")
            asked_for, days = socle_dates(person, attended, place)
            placed = recorded.get(person.id)
            if placed is not None:
                _check_socle(tables, placed, attended, days)
            given_by_sessions = days[asked_for - 1] if 0 < asked_for <= len(days) else None
            courses = (f.course for f in followed(person, attended, due, away[person.id], place))
            yield replace(
                person,
                socle=person.socle or given_by_sessions,
                socle_followed=followed_here,
                socle_lack=max(0, asked_for - len(days)),
                courses=tuple(course for course in courses if course is not None),
            )

    return tuple(with_courses())


def _check_hours(tables: Tables) -> None:
    """Note cohorts of one title that have different hours, and those of two kinds of training."""
    first: dict[str, Placed[CohortRow]] = {}
    for placed in tables.of(CohortRow):
        row = placed.row
        if row.title_minutes is None:
            continue
        if row.socle_days is not None:
            tables.refuse(
                placed, "jours_socle", "rien : la promotion prépare un titre (heures_titre)"
            )
        before = first.setdefault(row.title, placed)
        if before.row.title_minutes != row.title_minutes:
            tables.refuse(
                placed,
                "heures_titre",
                f"{before.text('heures_titre')}, comme {before.row.id} du même titre, ou rien",
            )


def _check_socle(
    tables: Tables, placed: Placed[SocleRow], enrolled: Iterable[Cohort], days: Sequence[date]
) -> None:
    """Note a recorded day that falls among a session's days, before its last."""
    for cohort in enrolled:
        if cohort.socle_days is None:
            continue
        sessions = [span.day for _, span in cohort.sessions if span.day in days]
        if sessions and sessions[0] <= placed.row.day < sessions[-1]:
            tables.refuse(
                placed,
                "acquise_le",
                f"le {sessions[-1]:%d/%m/%Y}, dernier jour de {cohort.id}, ou après",
            )
