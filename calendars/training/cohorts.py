"""
Training cohorts: the days on which their members are at the training centre.

A cohort's days come as weeks (listed, or every n-th between two dates), as days, or from the
calendar that the centre gives (`calendars.training.ical`). They block slots and count as work
(L6222-24). The days of the formation socle are a cohort like another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from calendars.holidays import name_of
from scheduler.domain.problem import Training
from scheduler.domain.time import Span, at, week_of
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.domain.people import Mediator

Local = Mapping[str, Collection[date]]
NOON = 12
WORKWEEK = frozenset(range(5))


@dataclass(frozen=True, kw_only=True)
class Hours:
    """
    A half day on the clock.

    Raises
    ------
    InvalidProblemError
        It does not end after it starts.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InvalidProblemError(
                f"demi-journée finie à {self.end:%H:%M}, commencée à {self.start:%H:%M}"
            )


MORNING = Hours(start=time(9), end=time(12, 30))
AFTERNOON = Hours(start=time(13, 30), end=time(17))


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """
    A cohort and its dates, which may be given in several of these ways together.

    `weeks`: any day of each training week. `first` to `until` (included) with `every`: one training
    week every `every` weeks, from that of `first`; no day before `first` or after `until`. Of these
    weeks, `weekdays` are spent at the centre (0 is Monday). `days`: days as such. On all of them,
    hours are `morning` and `afternoon` (None: free). `timed`: stretches with their own hours, which
    replace the half days of their day. `without`: days without training after all. `title_minutes`:
    what the title asks for. `socle_days`: the cohort is a session of the formation socle, which
    asks for so many days.

    Raises
    ------
    InvalidProblemError
        It has no date, a rhythm without both ends, or no hours.
    """

    id: str
    title: str
    site: str = ""
    weeks: tuple[date, ...] = ()
    first: date | None = None
    until: date | None = None
    every: int = 4
    weekdays: frozenset[int] = WORKWEEK
    days: tuple[date, ...] = ()
    morning: Hours | None = MORNING
    afternoon: Hours | None = AFTERNOON
    timed: tuple[Span, ...] = ()
    without: frozenset[date] = frozenset()
    source: str = ""
    title_minutes: int | None = None
    socle_days: int | None = None

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise InvalidProblemError("cohorte sans identifiant")
        if (self.first is None) is not (self.until is None):
            raise self._error("première et dernière dates attendues ensemble")
        if self.first is not None and self.until is not None and self.until < self.first:
            raise self._error(f"fin {self.until:%d/%m/%Y} avant le début {self.first:%d/%m/%Y}")
        if self.every < 1:
            raise self._error(f"une semaine toutes les {self.every} : attendu au moins 1")
        if not self.weekdays <= frozenset(range(7)):
            raise self._error("jours de la semaine attendus de 0 (lundi) à 6 (dimanche)")
        if self.morning and self.afternoon and self.afternoon.start < self.morning.end:
            raise self._error("l’après-midi commence avant la fin du matin")
        if not self.dates and not self.timed:
            raise self._error("aucune date")
        if self.dates and self.morning is None and self.afternoon is None:
            raise self._error("ni matin ni après-midi")

    def _error(self, text: str) -> InvalidProblemError:
        return InvalidProblemError(f"cohorte « {self.id} » : {text}")

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Days with the cohort's usual hours, in order; public holidays are not removed yet."""
        mondays = {week_of(day) for day in self.weeks}
        dates = {monday + timedelta(days=n) for monday in mondays for n in self.weekdays}
        if self.first is not None and self.until is not None:
            monday = week_of(self.first)
            while monday <= self.until:
                days = (monday + timedelta(days=n) for n in self.weekdays)
                dates.update(day for day in days if self.first <= day <= self.until)
                monday += timedelta(days=7 * self.every)
        return tuple(sorted((dates | set(self.days)) - self.without))

    @cached_property
    def sessions(self) -> tuple[tuple[str, Span], ...]:
        """
        Stretches at the centre with their names (`2026-10-05-am`), by start.

        Stretches of `timed` that overlap are one; further ones in a half day are numbered.
        """
        spans = _merge(span for span in self.timed if span.day not in self.without)
        own = {span.day for span in spans}
        for day in self.dates:
            if day not in own:
                hours = (h for h in (self.morning, self.afternoon) if h is not None)
                spans += [Span(at(day, h.start), at(day, h.end)) for h in hours]
        spans.sort(key=lambda s: s.first)
        named: list[tuple[str, Span]] = []
        seen: dict[str, int] = defaultdict(int)
        for span in spans:
            half = "am" if span.start.hour < NOON else "pm"
            name = f"{span.day.isoformat()}-{half}"
            seen[name] += 1
            named.append((name if seen[name] == 1 else f"{name}{seen[name]}", span))
        return tuple(named)


def trainings(
    cohort: Cohort, members: Iterable[Mediator], span: Span, *, local: Local
) -> tuple[Training, ...]:
    """
    Return the members' sessions at the centre that touch `span`, by person and start.

    Only while a person is under contract, and never on public holidays (L3133-1), nor on those of
    their agency's place (`local`, by agency).
    """
    met = [
        (name, session)
        for name, session in cohort.sessions
        if session.touches(span) and not name_of(session.day)
    ]
    source = f"cohorte « {cohort.title or cohort.id} »"
    if cohort.source:
        source += f" ; {cohort.source}"
    return tuple(
        Training(
            mediator=member.id,
            id=f"{cohort.id}-{member.id}-{name}",
            span=session,
            site=cohort.site,
            source=source,
        )
        for member in members
        for name, session in met
        if member.contract_on(session.day) is not None
        and session.day not in local.get(member.agency, ())
    )


def _merge(spans: Iterable[Span]) -> list[Span]:
    """Return the spans by start, joined where they overlap."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: s.first):
        if merged and merged[-1].touches(span):
            merged[-1] = Span.of_minutes(merged[-1].first, max(merged[-1].last, span.last))
        else:
            merged.append(span)
    return merged


def mondays(texts: Iterable[str]) -> Iterator[date]:
    """
    Yield the Mondays of weeks written `2026-S36` or `2026-W36`.

    Raises
    ------
    InvalidProblemError
        A week isn't written so, or its year has no such week.
    """
    for text in texts:
        year, _, week = text.strip().upper().replace("W", "S").partition("-S")
        try:
            yield date.fromisocalendar(int(year), int(week), 1)
        except ValueError:
            raise InvalidProblemError(
                f"semaine « {text.strip()} » (attendu : année et numéro, comme 2026-S36)"
            ) from None


def trainings_of(
    cohorts: Iterable[Cohort],
    members: Iterable[tuple[str, str]],
    people: Mapping[str, Mediator],
    span: Span,
    *,
    local: Local,
) -> Iterator[Training]:
    """
    Yield the sessions that touch `span` of all members of cohorts, cohort by cohort.

    `members`: pairs of a cohort's and a person's id; who isn't among `people` is left out.
    `local`: the public holidays that the places of agencies add, by agency.
    """
    of: dict[str, list[Mediator]] = {}
    for cohort_id, who in members:
        if who in people:
            of.setdefault(cohort_id, []).append(people[who])
    for cohort in cohorts:
        if cohort.id in of:
            yield from trainings(cohort, of[cohort.id], span, local=local)
