"""
Each person's sessions at the centre, title by title, against what the title asks for.

A title's hours are those that any of its cohorts tells. Sessions on public holidays don't take
place (L3133-1), and a person who is away misses those of that time: neither counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calendars.holidays import name_of
from scheduler.domain.course import Course
from scheduler.domain.people import SUSPENDING
from scheduler.domain.time import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from calendars.training.cohorts import Cohort
    from scheduler.domain.people import Absence, Mediator


@dataclass(frozen=True, kw_only=True)
class Followed:
    """
    A title for which a person is trained, in one cohort or several.

    `due`: minutes that the title asks for. `sessions`: those that take place with the person;
    `lost`: those that public holidays take away; `missed`: those during an absence. All are by
    start, and only while the person is under contract.
    """

    title: str
    cohorts: tuple[str, ...]
    due: int
    sessions: tuple[Span, ...]
    lost: tuple[Span, ...]
    missed: tuple[Span, ...]

    @property
    def course(self) -> Course | None:
        """Return what it comes to (None: no session takes place)."""
        if not self.sessions:
            return None
        return Course(
            title=self.title,
            due=self.due,
            dated=minutes_of(self.sessions),
            first=self.sessions[0].day,
            last=self.sessions[-1].day,
            lost=minutes_of(self.lost),
            missed=minutes_of(self.missed),
        )


def minutes_of(spans: Iterable[Span]) -> int:
    """Return the minutes of spans together."""
    return sum(span.minutes for span in spans)


def hours_of_titles(cohorts: Iterable[Cohort]) -> Mapping[str, int]:
    """Return the minutes that titles ask for, by title, as their cohorts tell them."""
    return {c.title: c.title_minutes for c in cohorts if c.title_minutes is not None}


def followed(
    person: Mediator,
    enrolled: Iterable[Cohort],
    due: Mapping[str, int],
    absences: Iterable[Absence],
    departement: str = "",
) -> tuple[Followed, ...]:
    """
    Return the titles that ask for hours among those of a person's cohorts, by name.

    `enrolled`: the person's cohorts; `due`: see `hours_of_titles`; `absences`: the person's;
    `departement`: of their agency, whose own public holidays count (L3134-13).
    """
    by_title: dict[str, list[Cohort]] = {}
    for cohort in enrolled:
        if cohort.title in due:
            by_title.setdefault(cohort.title, []).append(cohort)
    away = [absence.span for absence in absences if absence.kind in SUSPENDING]
    made = []
    for title, cohorts in sorted(by_title.items()):
        spans = {span for cohort in cohorts for _, span in cohort.sessions}
        mine = sorted(
            (s for s in spans if person.contract_on(s.day) is not None), key=lambda s: s.first
        )
        lost = {span for span in mine if name_of(span.day, departement=departement)}
        open_ = [span for span in mine if span not in lost]
        missed = {span for span in open_ if any(span.touches(other) for other in away)}
        made.append(
            Followed(
                title=title,
                cohorts=tuple(cohort.id for cohort in cohorts),
                due=due[title],
                sessions=tuple(span for span in open_ if span not in missed),
                lost=tuple(span for span in mine if span in lost),
                missed=tuple(span for span in open_ if span in missed),
            )
        )
    return tuple(made)


def socle_dates(
    person: Mediator, enrolled: Collection[Cohort], departement: str = ""
) -> tuple[int, tuple[date, ...]]:
    """
    Return the days that the formation socle asks for, and those that a person's sessions date.

    No day is asked for (0) of somebody who is enrolled in no session of it. `departement`: see
    `followed`.
    """
    sessions = [cohort for cohort in enrolled if cohort.socle_days is not None]
    days = {
        span.day
        for cohort in sessions
        for _, span in cohort.sessions
        if person.contract_on(span.day) is not None
        and not name_of(span.day, departement=departement)
    }
    return max((c.socle_days or 0 for c in sessions), default=0), tuple(sorted(days))
