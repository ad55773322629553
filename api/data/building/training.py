"""Build cohorts (listed days, a rhythm, a centre's calendar), and what they give to people."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from api.data.building.values import from_row
from api.data.rows import readers as f
from api.data.rows import training as t
from api.data.rows.lines import Placed, Tables
from api.data.rows.people import SocleRow
from api.data.rows.places import AgencyRow
from api.data.rows.training import CohortRow
from calendars.training.cohorts import Cohort, Hours
from calendars.training.courses import followed, hours_of_titles, socle_dates
from calendars.training.ical import from_ical
from scheduler.domain.people import Absence, Mediator
from scheduler.domain.time import SUNDAY
from scheduler.errors import InvalidProblemError

LONGEST = 31
HALF = re.compile(r"(\S+?)\s*[-–]\s*(\S+)")


def cohorts(tables: Tables) -> Iterator[Cohort]:
    """Build cohorts; one without any date is noted."""
    days, away = _days(tables)
    for placed in tables.of(t.CohortRow):
        if cohort := _cohort(tables, placed, days[placed.row.id], away[placed.row.id]):
            yield cohort


def members(tables: Tables) -> tuple[tuple[str, str], ...]:
    """Return the pairs of cohort and person."""
    return tuple((m.row.cohort, m.row.mediator) for m in tables.of(t.MemberRow))


def _days(tables: Tables) -> tuple[dict[str, set[date]], dict[str, set[date]]]:
    days: dict[str, set[date]] = defaultdict(set)
    away: dict[str, set[date]] = defaultdict(set)
    for placed in tables.of(t.CohortDaysRow):
        row = placed.row
        kept = (away if row.away else days)[row.cohort]
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
            already = f"le {twice[0]:%d/%m/%Y} y est déjà"
            expected = f"des jours qu’aucune autre ligne ne donne à la promotion ({already})"
            tables.refuse(placed, "debut", expected)
        kept.update(span)
    return days, away


def _cohort(
    tables: Tables, placed: Placed[t.CohortRow], listed: set[date], away: set[date]
) -> Cohort | None:
    row = placed.row
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
                without=frozenset(away),
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
    """Read a half day written 09:00-12:30, 9h-12h30 or 9-12; empty: free."""
    text = placed.text(column)
    if not text:
        return None
    match = HALF.fullmatch(text)
    try:
        if match is not None:
            start, end = (part + "h" if part.isdigit() else part for part in match.groups())
            return Hours(start=f.clock(start), end=f.clock(end))
    except ValueError:  # a clock that can't be read, or an end before the start
        match = None
    tables.refuse(placed, column, "une demi-journée comme 09:00-12:30, ou rien")
    return None


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
